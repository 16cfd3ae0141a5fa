import { toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiWriter } from '../db/schema.ts';
import { contextOf, getSecret, listSecrets, MAX_SECRETS, type SecretRow } from './secret-reader.ts';

export interface SecretChange {
  value?: string | undefined;
  events?: readonly string[] | undefined;
  images?: readonly string[] | undefined;
  note?: string | undefined;
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
