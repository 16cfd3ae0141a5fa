import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { StoreReference } from '@mosaic/platform/db';

/** Below this a push or a pipeline of ordinary size may fail for want of room, bytes: a few packs, logs of 10 MiB, SQLite's journals. */
const LEAST_FREE_BYTES = 128 * 1024 * 1024;

/** What others than the administrator may still write on the disk that holds the path; throws where it does not exist. */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/** Why the files of these stores will soon take no more, in words; null when they are fine. Database servers look after their own disks. */
export async function storageFault(stores: readonly StoreReference[]): Promise<string | null> {
  for (const { kind, location } of stores) {
    if (kind !== 'sqlite' && kind !== 'folder') continue;
    const unwritable = await access(location, constants.W_OK).then(
      () => null,
      (error: NodeJS.ErrnoException) => error.code ?? 'unknown',
    );
    // What is not there yet is made when it is needed.
    if (unwritable !== null && unwritable !== 'ENOENT')
      return `${location} cannot be written (${unwritable}); mend its owner and mode, or the mount`;
    const free = await freeBytes(dirname(location)).catch(() => null);
    if (free !== null && free < LEAST_FREE_BYTES)
      return `The disk of ${dirname(location)} is nearly full: ${Math.floor(free / 1024 ** 2)} MiB are free, at least ${LEAST_FREE_BYTES / 1024 ** 2} are needed; make room`;
  }
  return null;
}
