import type { Selectable } from 'kysely';

import type { PipelineSecret } from '@mosaic/engines/pipeline';
import { fromJson, toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiQuerier, CiWriter, SecretTable } from '../db/schema.ts';

export type SecretRow = Selectable<SecretTable>;

/** Marks the secrets of the whole installation. */
export const GLOBAL = 0;

export interface SecretChange {
  value?: string | undefined;
  events?: readonly string[] | undefined;
  images?: readonly string[] | undefined;
  note?: string | undefined;
}

/** Secrets of one repository, at most. */
const MAX_SECRETS = 500;

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

/** Adds a secret; `conflict` when the name is taken. Names are kept in lower case, as look-ups ignore case. */
export async function createSecret(
  writer: CiWriter,
  keyring: Keyring,
  { repositoryId, name, value, ...rest }: SecretChange & { repositoryId: number; name: string; value: string },
): Promise<SecretRow> {
  const key = name.toLowerCase();
  const existing = await listSecrets(writer.db, repositoryId);
  if (existing.some((secret) => secret.name === key))
    throw new MosaicError('conflict', `There is already a secret "${key}". Change it instead, or choose another name.`);
  if (existing.length >= MAX_SECRETS) throw new MosaicError('too_large', `A repository holds at most ${MAX_SECRETS} secrets. Remove some.`);
  await writer.db
    .insertInto('secrets')
    .values({
      repository_id: repositoryId,
      name: key,
      envelope: keyring.seal(contextOf(repositoryId, key), value),
      events: toJson(rest.events ?? []),
      images: toJson(rest.images ?? []),
      note: rest.note ?? '',
      updated_at: Date.now(),
    })
    .execute();
  return getSecret(writer.db, repositoryId, key);
}

/** Changes the given members only. */
export async function updateSecret(
  writer: CiWriter,
  keyring: Keyring,
  { row, change }: { row: SecretRow; change: SecretChange },
): Promise<SecretRow> {
  await writer.db
    .updateTable('secrets')
    .set({
      ...(change.value === undefined ? {} : { envelope: keyring.seal(contextOf(row.repository_id, row.name), change.value) }),
      ...(change.events === undefined ? {} : { events: toJson(change.events) }),
      ...(change.images === undefined ? {} : { images: toJson(change.images) }),
      ...(change.note === undefined ? {} : { note: change.note }),
      updated_at: Date.now(),
    })
    .where('id', '=', row.id)
    .execute();
  return getSecret(writer.db, row.repository_id, row.name);
}

export async function deleteSecret(writer: CiWriter, row: SecretRow): Promise<void> {
  await writer.db.deleteFrom('secrets').where('id', '=', row.id).execute();
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

function contextOf(repositoryId: number, name: string): string {
  return `ci/secret/${repositoryId}/${name}`;
}
