import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventLog } from '@mosaic/platform/events';
import { createKeyedQueue } from '@mosaic/platform/waiting';

import type { ForgeTables } from '../db/schema.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import type { LfsFiles } from './lfs-files.ts';
import { pointerId, type LfsObject } from './lfs-object.ts';

/** Hashes asked for in one query. */
const BATCH = 500;

/**
 * Which large files each repository has. The file comes before the row, which alone says that a repository has it: a kill between the two
 * leaves a file that no row names, and {@link sweep} removes those.
 */
export class LfsStore {
  readonly files: LfsFiles;
  readonly #store: Store<ForgeTables>;
  readonly #events: EventLog<ForgeTables>;
  readonly #folders: RepositoryFolders;
  /** Nobody removes a file while its row is written. */
  readonly #alone = createKeyedQueue();

  constructor(ports: { files: LfsFiles; store: Store<ForgeTables>; events: EventLog<ForgeTables>; folders: RepositoryFolders }) {
    this.files = ports.files;
    this.#store = ports.store;
    this.#events = ports.events;
    this.#folders = ports.folders;
  }

  /** Those of these that the repository has, by hash. */
  async those(repositoryId: number, oids: readonly string[]): Promise<Map<string, LfsObject>> {
    if (oids.length === 0) return new Map();
    const rows = await this.#store.read((db) =>
      db.selectFrom('lfs_objects').select(['oid', 'size']).where('repository_id', '=', repositoryId).where('oid', 'in', oids).execute(),
    );
    return new Map(rows.map(({ oid, size }) => [oid, { oid, size: Number(size) }]));
  }

  async find(repositoryId: number, oid: string): Promise<LfsObject | null> {
    return (await this.those(repositoryId, [oid])).get(oid) ?? null;
  }

  /** Takes an object into a repository; again where it has it. @throws MosaicError `invalid_input` for other bytes, `not_found`. */
  async put(repositoryId: number, object: LfsObject, body: Readable): Promise<void> {
    await this.files.put(object, body);
    await this.#give(repositoryId, object);
  }

  /** Takes bytes in as an object, and answers it. */
  async keep(repositoryId: number, bytes: Uint8Array): Promise<LfsObject> {
    const object = { oid: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    await this.put(repositoryId, object, Readable.from([Buffer.from(bytes)], { objectMode: false }));
    return object;
  }

  /** Gives a repository those objects of another one whose pointers have come into its git. */
  async bring(from: number, into: number): Promise<void> {
    if (from === into) return;
    const missing = await this.#store.read((db) =>
      db
        .selectFrom('lfs_objects as theirs')
        .select(['theirs.oid', 'theirs.size'])
        .where('theirs.repository_id', '=', from)
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom('lfs_objects as ours')
                .select('ours.oid')
                .where('ours.repository_id', '=', into)
                .whereRef('ours.oid', '=', 'theirs.oid'),
            ),
          ),
        )
        .execute(),
    );
    if (missing.length === 0) return;
    const git = this.#folders.open(into);
    for (const { oid, size } of missing) {
      const object = { oid, size: Number(size) };
      if ((await git.objects.info(git.gitDir, pointerId(object))) !== null) await this.#give(into, object);
    }
  }

  /** Removes the files that no repository has any more. */
  async sweep(signal: AbortSignal): Promise<void> {
    for await (const oids of this.files.oids())
      for (let at = 0; at < oids.length && !signal.aborted; at += BATCH) {
        const part = oids.slice(at, at + BATCH);
        const kept = await this.#named(part);
        for (const oid of part) if (!kept.has(oid)) await this.#drop(oid);
      }
  }

  async #give(repositoryId: number, object: LfsObject): Promise<void> {
    await this.#alone(object.oid, async () => {
      if (!(await this.files.has(object))) throw new MosaicError('unavailable', 'The object has just been removed; send it again.');
      await this.#events.transact(async ({ db }) => {
        const repository = await db.selectFrom('repositories').select('id').where('id', '=', repositoryId).executeTakeFirst();
        if (repository === undefined) throw new MosaicError('not_found', 'Repository not found');
        await db.deleteFrom('lfs_objects').where('repository_id', '=', repositoryId).where('oid', '=', object.oid).execute();
        await db
          .insertInto('lfs_objects')
          .values({ repository_id: repositoryId, ...object, created_at: Date.now() })
          .execute();
      });
    });
  }

  async #drop(oid: string): Promise<void> {
    await this.#alone(oid, async () => {
      if (!(await this.#named([oid])).has(oid)) await this.files.remove(oid);
    });
  }

  async #named(oids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#store.read((db) => db.selectFrom('lfs_objects').select('oid').distinct().where('oid', 'in', oids).execute());
    return new Set(rows.map(({ oid }) => oid));
  }
}
