import { auditWritten } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { Repository } from '../repositories/repository.ts';
import type { LfsLock } from './lfs-object.ts';
import { lockOf, locksOf, pathKey } from './lock-reader.ts';

/** Locks of one repository at most. */
export const LOCKS_MAX = 10_000;

/** Locks paths and lets go of them. */
export class LockWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** The lock, or the one that is there already. @throws MosaicError `invalid_input` at the bound. */
  async lock(
    repository: Repository,
    { path, holder }: Pick<LfsLock, 'path' | 'holder'>,
    cause: Cause,
  ): Promise<{ lock: LfsLock; isNew: boolean }> {
    return this.#events.transact(async ({ db, as }) => {
      const there = await locksOf(db, repository.id).where('path_key', '=', pathKey(path)).executeTakeFirst();
      if (there !== undefined) return { lock: lockOf(there), isNew: false };
      const { total } = await db
        .selectFrom('lfs_locks')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .where('repository_id', '=', repository.id)
        .executeTakeFirstOrThrow();
      if (Number(total) >= LOCKS_MAX)
        throw new MosaicError('invalid_input', `A repository has at most ${LOCKS_MAX} locks; let go of one first.`);
      const lockedAt = Date.now();
      const { principalId: principal_id, name } = holder;
      const values = { repository_id: repository.id, path, path_key: pathKey(path), principal_id, name, locked_at: lockedAt };
      const { id } = await db.insertInto('lfs_locks').values(values).returning('id').executeTakeFirstOrThrow();
      as(cause).emit(auditWritten, audit(repository, 'lfs.lock', path));
      return { lock: { id, path, holder, lockedAt }, isNew: true };
    });
  }

  async unlock(repository: Repository, { id, path }: LfsLock, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('lfs_locks').where('id', '=', id).execute();
      as(cause).emit(auditWritten, audit(repository, 'lfs.unlock', path));
    });
  }
}

function audit(repository: Repository, operation: string, path: string) {
  return { subject: repository.fullName, data: { operation, allowed: true, detail: { path } } };
}
