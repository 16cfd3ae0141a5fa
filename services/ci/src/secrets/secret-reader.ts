import type { Selectable } from 'kysely';

import type { PipelineSecret } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiQuerier, SecretTable } from '../db/schema.ts';

export type SecretRow = Selectable<SecretTable>;

/** Marks the secrets of the whole installation. */
const GLOBAL = 0;

/** Secrets of one repository, at most. */
export const MAX_SECRETS = 500;

/** By name; all of them, or a page. */
export function listSecrets(db: CiQuerier, repositoryId: number, page = { offset: 0, limit: MAX_SECRETS }): Promise<SecretRow[]> {
  return db
    .selectFrom('secrets')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .orderBy('name')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
}

export async function getSecret(db: CiQuerier, repositoryId: number, name: string): Promise<SecretRow> {
  const found = await db
    .selectFrom('secrets')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .where('name', '=', name.toLowerCase())
    .executeTakeFirst();
  if (found === undefined) throw new MosaicError('not_found', `There is no secret "${name}".`);
  return found;
}

/** All that a pipeline of the repository may name, opened; a repository's own goes before the installation's. */
export async function openSecrets(db: CiQuerier, keyring: Keyring, repositoryId: number): Promise<PipelineSecret[]> {
  const rows = [...(await listSecrets(db, GLOBAL)), ...(await listSecrets(db, repositoryId))];
  const byName = new Map(rows.map((row) => [row.name, row]));
  return [...byName.values()].map((row) => ({
    name: row.name,
    value: keyring.open(contextOf(row.repository_id, row.name), row.envelope),
    events: fromJson(row.events),
    images: fromJson(row.images),
  }));
}

/** What a secret's value is sealed for. */
export function contextOf(repositoryId: number, name: string): string {
  return `ci/secret/${repositoryId}/${name}`;
}
