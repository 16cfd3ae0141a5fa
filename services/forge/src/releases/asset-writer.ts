import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

import { auditWritten } from '@mosaic/contracts/mosaic';
import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import { repeat } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { ForgeTables } from '../db/schema.ts';
import { unlessDeleted } from '../repositories/deleted-meanwhile.ts';
import type { Repository } from '../repositories/repository.ts';
import { requireAllowedType, requireAssetName } from './asset-policy.ts';
import { assetOf, type Asset, type Release } from './release.ts';

/** Where the bytes lie: `release-assets/<repository>/<uuid>`. */
const FOLDER = 'release-assets';
const SWEEP_EVERY_MS = 60 * 60_000;

export interface AssetLimits {
  /** Of one file, bytes. */
  maxAssetBytes: number;
  /** Files of one release. */
  maxAssets: number;
  /** See `requireAllowedType`. */
  assetTypes: string;
}

export interface AssetWriterPorts {
  store: Store<ForgeTables>;
  events: EventLog<ForgeTables>;
  blobs: BlobStore;
  log: Log;
  limits: AssetLimits;
}

/**
 * Keeps the files of releases. A file's row is there before its bytes and is shown once all of them are: what a kill cut short is
 * forgotten at the next start, and bytes that no row knows are removed then and every hour.
 */
export class AssetWriter {
  readonly #ports: AssetWriterPorts;

  constructor(ports: AssetWriterPorts) {
    this.#ports = ports;
  }

  /** The body is read as it comes. @throws MosaicError `invalid_input`, `too_large`, `conflict` for too many, `not_found` when the release goes meanwhile. */
  async add(repository: Repository, release: Release, { name, body }: { name: string; body: Readable }, cause: Cause): Promise<Asset> {
    const { events, blobs, limits } = this.#ports;
    requireAssetName(name);
    requireAllowedType(name, limits.assetTypes);
    const uuid = randomUUID();
    const row = await unlessDeleted(this.#begin(repository, release, { name, uuid }));
    try {
      const size = await blobs.put(keyOf(repository.id, uuid), body, { maxBytes: limits.maxAssetBytes });
      return await events.transact(async (writer) => {
        const { db } = writer;
        await db.updateTable('release_assets').set({ size, state: 'ready' }).where('id', '=', row).execute();
        const kept = await db.selectFrom('release_assets').selectAll().where('id', '=', row).executeTakeFirst();
        if (kept === undefined) throw new MosaicError('not_found', 'The release has been deleted meanwhile.');
        writer.as(cause).emit(auditWritten, auditOf(repository, 'release.asset.add', { release: release.id, asset: row, size }));
        return assetOf(kept);
      });
    } catch (error) {
      await events.transact(async ({ db }) => void (await db.deleteFrom('release_assets').where('id', '=', row).execute()));
      await this.drop(repository.id, uuid);
      throw error;
    }
  }

  /** @throws MosaicError `invalid_input`, `not_found`. */
  async rename(repository: Repository, { id, releaseId }: Asset, name: string, cause: Cause): Promise<void> {
    requireAssetName(name);
    requireAllowedType(name, this.#ports.limits.assetTypes);
    await this.#ports.events.transact(async (writer) => {
      const { numUpdatedRows } = await writer.db.updateTable('release_assets').set({ name }).where('id', '=', id).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new MosaicError('not_found', 'The file has been deleted meanwhile.');
      writer.as(cause).emit(auditWritten, auditOf(repository, 'release.asset.rename', { release: releaseId, asset: id }));
    });
  }

  async remove(repository: Repository, { id, uuid, releaseId }: Asset, cause: Cause): Promise<void> {
    await this.#ports.events.transact(async (writer) => {
      await writer.db.deleteFrom('release_assets').where('id', '=', id).execute();
      writer.as(cause).emit(auditWritten, auditOf(repository, 'release.asset.delete', { release: releaseId, asset: id }));
    });
    await this.drop(repository.id, uuid);
  }

  /** The bytes of one whose row is gone; what stays behind is swept. */
  async drop(repositoryId: number, uuid: string): Promise<void> {
    await this.#ports.blobs.remove(keyOf(repositoryId, uuid)).catch((error: unknown) => {
      this.#ports.log.warn({ err: error, uuid }, "a deleted file's bytes could not be removed; it will be tried again");
    });
  }

  async countDownload({ id }: Asset): Promise<void> {
    await this.#ports.events.transact(async ({ db }) => {
      await db
        .updateTable('release_assets')
        .set((expression) => ({ downloads: expression('downloads', '+', 1) }))
        .where('id', '=', id)
        .execute();
    });
  }

  /** A part [start, end) of the bytes, or all of them. */
  open({ repositoryId, uuid }: Asset, part?: { start: number; end: number }): Promise<Readable> {
    return this.#ports.blobs.get(keyOf(repositoryId, uuid), part);
  }

  /** At start, before anybody comes in: forgets what a predecessor did not finish. */
  async takeOver(): Promise<void> {
    await this.#ports.events.transact(async ({ db }) => {
      await db.deleteFrom('release_assets').where('state', '=', 'arriving').execute();
    });
  }

  /** From now on removes what no row knows. */
  sweep(): AsyncDisposable {
    const failed = 'bytes of deleted files could not be removed';
    return repeat((signal) => this.#sweep(signal), { everyMs: SWEEP_EVERY_MS, atOnce: true, log: this.#ports.log, failed });
  }

  async #begin(repository: Repository, release: Release, { name, uuid }: { name: string; uuid: string }): Promise<number> {
    return this.#ports.events.transact(async ({ db }) => {
      const { count } = await db
        .selectFrom('release_assets')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('release_id', '=', release.id)
        .executeTakeFirstOrThrow();
      if (Number(count) >= this.#ports.limits.maxAssets)
        throw new MosaicError('conflict', `A release holds ${this.#ports.limits.maxAssets} files at most; delete some first.`);
      const columns = { repository_id: repository.id, release_id: release.id, created_at: Date.now() };
      const { id } = await db
        .insertInto('release_assets')
        .values({ ...columns, uuid, name, size: 0, downloads: 0, state: 'arriving' })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    });
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    const { store, blobs } = this.#ports;
    for (const repository of await blobs.list(FOLDER)) {
      if (signal.aborted) return;
      // The bytes first: a row is there before them.
      const uuids = await blobs.list(`${FOLDER}/${repository}`);
      const known = await store.read(async (db) => {
        const rows = await db.selectFrom('release_assets').select('uuid').where('repository_id', '=', Number(repository)).execute();
        return new Set(rows.map(({ uuid }) => uuid));
      });
      for (const uuid of uuids) if (!known.has(uuid)) await blobs.remove(`${FOLDER}/${repository}/${uuid}`);
    }
  }
}

function keyOf(repositoryId: number, uuid: string): string {
  return `${FOLDER}/${repositoryId}/${uuid}`;
}

function auditOf({ fullName }: Repository, operation: string, detail: Record<string, unknown>) {
  return { subject: fullName, data: { operation, allowed: true, detail } };
}
