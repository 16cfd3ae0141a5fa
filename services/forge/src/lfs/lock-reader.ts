import { createHash } from 'node:crypto';

import type { Reader, Store } from '@mosaic/platform/db';

import type { ForgeTables, LfsLockRow } from '../db/schema.ts';
import type { LfsLock } from './lfs-object.ts';

/** One page of locks; `after`: the id of the last one before it. */
export interface LockPage {
  after: number;
  limit: number;
}

/** Who has locked which path of a repository. */
export class LockReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  async list(repositoryId: number, { after, limit }: LockPage): Promise<LfsLock[]> {
    const rows = await this.#store.read((db) => locksOf(db, repositoryId).where('id', '>', after).orderBy('id').limit(limit).execute());
    return rows.map(lockOf);
  }

  async byPath(repositoryId: number, path: string): Promise<LfsLock | null> {
    const row = await this.#store.read((db) => locksOf(db, repositoryId).where('path_key', '=', pathKey(path)).executeTakeFirst());
    return row === undefined ? null : lockOf(row);
  }

  async byId(repositoryId: number, id: number): Promise<LfsLock | null> {
    const row = await this.#store.read((db) => locksOf(db, repositoryId).where('id', '=', id).executeTakeFirst());
    return row === undefined ? null : lockOf(row);
  }
}

export function locksOf(db: Reader<ForgeTables>, repositoryId: number) {
  return db.selectFrom('lfs_locks').selectAll().where('repository_id', '=', repositoryId);
}

/** As long as an index takes, whatever the path. In any case: where a file system knows none, two spellings are one file (Gitea's rule). */
export function pathKey(path: string): string {
  return createHash('sha256').update(path.toLowerCase()).digest('hex');
}

export function lockOf(row: Omit<LfsLockRow, 'id'> & { id: number }): LfsLock {
  const { id, path, principal_id: principalId, name, locked_at: lockedAt } = row;
  return { id, path, holder: { principalId, name }, lockedAt };
}
