import type { RepositorySettings } from '@mosaic/contracts/woodpecker';
import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import type { Cause, EventLog } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiTables } from '../db/schema.ts';
import type { Forge } from '../forge/forge-gateway.ts';
import { emitAudit } from '../pipelines/pipeline-facts.ts';
import { newestOfEach, type PipelineRow } from '../pipelines/pipeline-reader.ts';
import type { Activation } from './activation.ts';
import { removeRepository } from './remove-repository.ts';
import { isTrustedService, repositoryMissing, requireSettings } from './repository-policy.ts';
import type { RepositoryRow } from './repository.ts';
import { findByForgeId, findRepository, getRepository, listByForgeIds, listRepositories } from './repository-reader.ts';
import { changeSettings, isAsFound, upsertRepository } from './repository-writer.ts';

export interface RepositoriesDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  blobs: BlobStore;
  forge: Forge;
  activation: Activation;
  keyring: Keyring;
  /** Longest timeout that a repository may set, minutes. */
  maxTimeoutMinutes: number;
}

/** The repositories that CI knows. */
export class Repositories {
  readonly #deps: RepositoriesDeps;

  constructor(deps: RepositoriesDeps) {
    this.#deps = deps;
  }

  find(id: number): Promise<RepositoryRow | undefined> {
    return this.#deps.store.read((db) => findRepository(db, id));
  }

  /** @throws MosaicError (`not_found`), in the same words as for a hidden one. */
  get(id: number): Promise<RepositoryRow> {
    return this.#deps.store.read((db) => getRepository(db, id));
  }

  /** @throws MosaicError (`not_found`), in the same words as for a hidden one. */
  async named(owner: string, name: string): Promise<RepositoryRow> {
    const { store, forge, events, keyring } = this.#deps;
    // The forge alone knows what stands there now: what had the name may be called otherwise, or be another's.
    const found = await forge.repositoryAt(owner, name);
    const known = found === null ? undefined : await store.read((db) => findByForgeId(db, found.id));
    if (found === null || known === undefined) throw repositoryMissing();
    return isAsFound(known, found) ? known : events.transact((writer) => upsertRepository(writer, keyring, found));
  }

  /** All of the installation, as far as the caller's token reaches. */
  async list(caller: Caller, page: { offset: number; limit: number; onlyActive: boolean }): Promise<RepositoryRow[]> {
    const rows = await this.#deps.store.read((db) => listRepositories(db, page));
    return rows.filter(({ forge_id: id }) => reaches(caller, id));
  }

  /** Those that the caller owns or works on, each with its newest pipeline. A service works on none of its own. */
  async listOf(
    caller: Caller,
    { all, name }: { all: boolean; name?: string | undefined },
  ): Promise<{ repository: RepositoryRow; newest: PipelineRow | undefined }[]> {
    const { store, forge } = this.#deps;
    const found = isTrustedService(caller) ? [] : await forge.repositoriesOf(caller.login);
    const ids = found.map(({ id }) => id).filter((id) => reaches(caller, id));
    return store.read(async (db) => {
      const rows = (await listByForgeIds(db, ids)).filter(
        (repository) => (all || repository.active === 1) && (name === undefined || name === repository.name),
      );
      const newest = await newestOfEach(
        db,
        rows.map(({ id }) => id),
      );
      const newestOf = new Map(newest.map((pipeline) => [pipeline.repository_id, pipeline]));
      return rows.map((repository) => ({ repository, newest: newestOf.get(repository.id) }));
    });
  }

  branches(repository: RepositoryRow, { page, perPage }: { page: number; perPage: number }): Promise<string[]> {
    return this.#deps.forge.branches(repository, page, perPage);
  }

  /** @throws MosaicError (`forbidden`, `invalid_input`) for settings that the caller or this server does not allow. */
  async edit(
    repository: RepositoryRow,
    change: RepositorySettings,
    { caller, cause }: { caller: Caller; cause: Cause },
  ): Promise<RepositoryRow> {
    const { events, maxTimeoutMinutes } = this.#deps;
    requireSettings(caller, { repository, change, maxTimeoutMinutes });
    return events.transact(async (writer) => {
      const edited = await changeSettings(writer, repository, change);
      emitAudit(writer.as(cause), { repository, operation: 'repository.edit', detail: { ...change } });
      return edited;
    });
  }

  /** Turns CI off; with `remove`, its pipelines go too. */
  async deactivate(repository: RepositoryRow, { remove }: { remove: boolean }, cause: Cause): Promise<RepositoryRow> {
    const inactive = await this.#deps.activation.deactivate(repository, cause);
    if (remove) await removeRepository(this.#deps, inactive, cause);
    return inactive;
  }
}

function reaches({ repositories }: Caller, id: number): boolean {
  return repositories?.includes(id) ?? true;
}
