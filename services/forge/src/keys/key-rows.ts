import type { Selectable } from 'kysely';

import type { Principal } from '@mosaic/contracts/mosaic';
import type { EventWriter } from '@mosaic/platform/events';

import type { ForgeTables, SshKeyRow } from '../db/schema.ts';
import { lineOf, type PublicKey } from './public-key.ts';

export type Owner = Pick<Principal, 'id' | 'uid' | 'login'>;

/** The row of a new key; without an owner it is of the repositories that take it. */
export async function insertKey(
  db: EventWriter<ForgeTables>['db'],
  { owner, title, key }: { owner: Owner | null; title: string; key: PublicKey },
): Promise<Selectable<SshKeyRow>> {
  const person = { principal_id: owner?.id ?? null, uid: owner?.uid ?? 0, login: owner?.login ?? '' };
  const row = { ...person, title, fingerprint: key.fingerprint, line: lineOf(key), created_at: Date.now(), used_at: null };
  const { id } = await db.insertInto('ssh_keys').values(row).returning('id').executeTakeFirstOrThrow();
  return { id, ...row };
}
