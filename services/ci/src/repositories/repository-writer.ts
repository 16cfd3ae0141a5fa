import type { Repository } from '@mosaic/contracts/gitea';
import type { RepositorySettings } from '@mosaic/contracts/woodpecker';
import { fromJson, toJson } from '@mosaic/platform/db';
import type { Keyring } from '@mosaic/platform/secrets';
import { newToken } from '@mosaic/platform/secrets';

import type { CiWriter } from '../db/schema.ts';
import type { RepositoryRow } from './repository.ts';
import { findByForgeId, getRepository } from './repository-reader.ts';

/** Minutes; a repository may lower or raise it up to the server's own limit. */
const DEFAULT_TIMEOUT_MINUTES = 60;

/** Brings the row up to date with what the forge says; adds an inactive one where there is none. */
export async function upsertRepository({ db }: CiWriter, keyring: Keyring, found: Repository): Promise<RepositoryRow> {
  const now = Date.now();
  const facts = factsOf(found);
  const known = await findByForgeId(db, found.id);
  if (known === undefined) {
    await db
      .insertInto('repositories')
      .values({
        forge_id: found.id,
        ...facts,
        active: 0,
        hook_key: keyring.seal(hookContext('key', found.id), newToken()),
        hook_secret: keyring.seal(hookContext('secret', found.id), newToken()),
        hook_id: 0,
        config_file: '',
        timeout_minutes: DEFAULT_TIMEOUT_MINUTES,
        trusted: toJson({}),
        // Strangers' code waits for somebody of the repository (upstream server/model/repo.go).
        require_approval: 'forks',
        approval_allowed_users: null,
        cancel_previous_events: null,
        last_number: 0,
        created_at: now,
        updated_at: now,
      })
      .execute();
  } else if (!isAsFound(known, found)) {
    await db
      .updateTable('repositories')
      .set({ ...facts, updated_at: now })
      .where('id', '=', known.id)
      .execute();
  }
  return (await findByForgeId(db, found.id)) as RepositoryRow;
}

function factsOf(found: Repository) {
  return {
    owner: found.owner.login,
    name: found.name,
    private: found.private || found.owner.visibility !== 'public' ? 1 : 0,
    default_branch: found.default_branch,
    forge_url: found.html_url,
    clone_url: found.clone_url,
    pr_enabled: found.has_pull_requests ? 1 : 0,
  };
}

/** Whether the row says what the forge does. */
export function isAsFound(row: RepositoryRow, found: Repository): boolean {
  const facts = factsOf(found);
  return Object.entries(facts).every(([key, value]) => row[key as keyof typeof facts] === value);
}

/** Sets what a change of the settings names, and answers the repository as it is then. */
export async function changeSettings({ db }: CiWriter, repository: RepositoryRow, change: RepositorySettings): Promise<RepositoryRow> {
  await db
    .updateTable('repositories')
    .set({ ...columnsOf(repository, change), updated_at: Date.now() })
    .where('id', '=', repository.id)
    .execute();
  return getRepository(db, repository.id);
}

function columnsOf(repository: RepositoryRow, change: RepositorySettings): Partial<RepositoryRow> {
  const json = (value: string[] | undefined) => (value === undefined ? undefined : toJson(value));
  const columns = {
    config_file: change.config_file,
    timeout_minutes: change.timeout,
    trusted: change.trusted === undefined ? undefined : toJson({ ...fromJson(repository.trusted), ...change.trusted }),
    require_approval: change.require_approval,
    approval_allowed_users: json(change.approval_allowed_users),
    cancel_previous_events: json(change.cancel_previous_pipeline_events),
    allow_pr: change.allow_pr === undefined ? undefined : Number(change.allow_pr),
    allow_deploy: change.allow_deploy === undefined ? undefined : Number(change.allow_deploy),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/** What a hook's key and secret are bound to. */
export function hookContext(kind: 'key' | 'secret', forgeId: number): string {
  return `ci/hook-${kind}/${forgeId}`;
}
