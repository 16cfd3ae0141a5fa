import type { CiQuerier, CiReader } from '../db/schema.ts';
import type { RepositoryRow } from './repository.ts';
import { repositoryMissing } from './repository-policy.ts';

export async function findRepository(db: CiQuerier, id: number): Promise<RepositoryRow | undefined> {
  return db.selectFrom('repositories').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function getRepository(db: CiQuerier, id: number): Promise<RepositoryRow> {
  const found = await findRepository(db, id);
  if (found === undefined) throw repositoryMissing();
  return found;
}

export async function findByForgeId(db: CiQuerier, forgeId: number): Promise<RepositoryRow | undefined> {
  return db.selectFrom('repositories').selectAll().where('forge_id', '=', forgeId).executeTakeFirst();
}

/** By name. */
export async function listRepositories(
  db: CiReader,
  { offset, limit, onlyActive }: { offset: number; limit: number; onlyActive: boolean },
): Promise<RepositoryRow[]> {
  return byName(db)
    .$if(onlyActive, (select) => select.where('active', '=', 1))
    .offset(offset)
    .limit(limit)
    .execute();
}

/** By name. */
export async function listByForgeIds(db: CiReader, forgeIds: readonly number[]): Promise<RepositoryRow[]> {
  if (forgeIds.length === 0) return [];
  return byName(db).where('forge_id', 'in', forgeIds).execute();
}

function byName(db: CiReader) {
  return db.selectFrom('repositories').selectAll().orderBy('owner').orderBy('name').orderBy('id');
}
