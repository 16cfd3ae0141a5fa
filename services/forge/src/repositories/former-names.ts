import type { Reader, Writer } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';

/** Addresses that lead to one repository, and names that lead to one owner, besides the present one; older ones are forgotten. */
const NAMES_MAX = 100;

interface Address {
  ownerId: number;
  name: string;
}

/** Nothing else is led from this address any more: something stands there. */
export async function takeAddress({ db }: Writer<ForgeTables>, { ownerId, name }: Address): Promise<void> {
  await db.deleteFrom('former_repository_names').where('owner_id', '=', ownerId).where('name_lower', '=', name.toLowerCase()).execute();
}

/** From now on the address leads to the repository, wherever it stands. */
export async function leaveAddress(
  writer: Writer<ForgeTables>,
  { repositoryId, ...address }: Address & { repositoryId: number },
): Promise<void> {
  await takeAddress(writer, address);
  const { db } = writer;
  const row = { owner_id: address.ownerId, name_lower: address.name.toLowerCase(), repository_id: repositoryId };
  await db.insertInto('former_repository_names').values(row).execute();
  const rows = await db
    .selectFrom('former_repository_names')
    .select('id')
    .where('repository_id', '=', repositoryId)
    .orderBy('id')
    .execute();
  const old = rows.slice(0, -NAMES_MAX).map(({ id }) => id);
  if (old.length > 0) await db.deleteFrom('former_repository_names').where('id', 'in', old).execute();
}

/** Somebody bears this name now. */
export async function takeOwnerName({ db }: Writer<ForgeTables>, name: string): Promise<void> {
  await db.deleteFrom('former_owner_names').where('name_lower', '=', name.toLowerCase()).execute();
}

/** An owner is called otherwise: the former name leads to them, and nothing is led from the new one. */
export async function renameOwner(
  writer: Writer<ForgeTables>,
  { ownerId, former, name }: { ownerId: number; former: string; name: string },
): Promise<void> {
  await takeOwnerName(writer, name);
  if (former.toLowerCase() === name.toLowerCase()) return;
  await takeOwnerName(writer, former);
  const { db } = writer;
  await db.insertInto('former_owner_names').values({ name_lower: former.toLowerCase(), owner_id: ownerId }).execute();
  const rows = await db.selectFrom('former_owner_names').select('id').where('owner_id', '=', ownerId).orderBy('id').execute();
  const old = rows.slice(0, -NAMES_MAX).map(({ id }) => id);
  if (old.length > 0) await db.deleteFrom('former_owner_names').where('id', 'in', old).execute();
}

/** The owner that a name leads to which nobody here bears any more; null for none. */
export async function formerOwner(db: Reader<ForgeTables>, name: string): Promise<number | null> {
  const row = await db.selectFrom('former_owner_names').select('owner_id').where('name_lower', '=', name.toLowerCase()).executeTakeFirst();
  return row?.owner_id ?? null;
}

/** The repository that an address leads to at which none stands; null for none. `byOwner`: since its owner is called otherwise. */
export async function formerRepository(
  db: Reader<ForgeTables>,
  owner: string,
  name: string,
): Promise<{ id: number; byOwner: boolean } | null> {
  const present = await db.selectFrom('owners').select('id').where('name_lower', '=', owner.toLowerCase()).executeTakeFirst();
  const ownerId = present?.id ?? (await formerOwner(db, owner));
  if (ownerId === null) return null;
  const byOwner = present === undefined;
  const standing = await db
    .selectFrom('repositories')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('name_lower', '=', name.toLowerCase())
    .where('state', '=', 'ready')
    .executeTakeFirst();
  if (standing !== undefined) return byOwner ? { id: standing.id, byOwner } : null;
  const led = await db
    .selectFrom('former_repository_names')
    .select('repository_id')
    .where('owner_id', '=', ownerId)
    .where('name_lower', '=', name.toLowerCase())
    .executeTakeFirst();
  return led === undefined ? null : { id: led.repository_id, byOwner };
}
