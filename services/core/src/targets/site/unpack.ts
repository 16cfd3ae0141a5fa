import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { extract, type ReadEntry } from 'tar';

import { MosaicError } from '@mosaic/platform/errors';

/** What one site may hold. */
export const SITE_LIMITS = { files: 50_000, bytes: 1024 ** 3, pathLength: 1_000, depth: 60 };
export type SiteLimits = typeof SITE_LIMITS;

const KINDS: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory']);
/** Files synced at once. */
const BATCH = 16;

/**
 * Unpacks a tar archive below a new folder. Links, devices, absolute paths and ".." are refused, and so is what is over the
 * limits: then the folder holds a part and must be removed.
 */
export async function unpack(
  archive: AsyncIterable<Uint8Array>,
  folder: string,
  { signal, limits = SITE_LIMITS }: { signal: AbortSignal; limits?: SiteLimits },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const refused = new AbortController();
  let fault: MosaicError | null = null;
  const refuse = (error: MosaicError): false => {
    fault ??= error;
    refused.abort();
    return false;
  };
  const count = { files: 0, bytes: 0 };
  const into = extract({
    cwd: folder,
    strict: true,
    // Extraction gives each release times of its own, so a file of the same size never looks unchanged to a browser.
    noMtime: true,
    maxDepth: limits.depth,
    filter: (path, entry) => {
      const error = entryFault(path, entry as ReadEntry, limits) ?? totalFault(count, (entry as ReadEntry).size, limits);
      return error === null ? true : refuse(error);
    },
  });
  const meter = new Transform({ transform: (chunk, _encoding, done) => done(meterFault(count, limits), chunk) });
  try {
    await pipeline(Readable.from(archive), meter, into, { signal: AbortSignal.any([signal, refused.signal]) });
  } catch (error) {
    if (fault !== null) throw fault;
    if (signal.aborted || !isTarFault(error)) throw error;
    throw new MosaicError('invalid_input', `The artifact is not a readable tar archive: ${(error as Error).message}`, { cause: error });
  }
  if (fault !== null) throw fault;
  await settle(folder);
}

function entryFault(path: string, { type }: ReadEntry, { pathLength, depth }: SiteLimits): MosaicError | null {
  if (!KINDS.has(type)) return refusal(path, `it is a ${type}; a site holds files and folders only`);
  const segments = path.replace(/\/+$/, '').split('/');
  if (path.startsWith('/') || path.includes('\0') || path.includes('\\') || segments.includes('..'))
    return refusal(path, 'its path leads out of the site');
  if (path.length > pathLength || segments.length > depth)
    return new MosaicError('too_large', `"${path.slice(0, 80)}…" is too long or too deep a path for a site.`);
  return null;
}

function totalFault(count: { files: number; bytes: number }, size: number, limits: SiteLimits): MosaicError | null {
  count.files += 1;
  count.bytes += size;
  if (count.files > limits.files)
    return new MosaicError('too_large', `The artifact holds more than the ${limits.files} files that a site may have.`);
  return meterFault(count, limits);
}

function meterFault({ bytes }: { bytes: number }, limits: SiteLimits): MosaicError | null {
  return bytes > limits.bytes
    ? new MosaicError('too_large', `The artifact is larger than the ${limits.bytes} bytes that a site may have.`)
    : null;
}

function refusal(path: string, why: string): MosaicError {
  return new MosaicError('invalid_input', `The artifact holds "${path.slice(0, 200)}", which is refused: ${why}.`);
}

/** tar's own refusals carry `tarCode`; zlib's an error code of its own. Others are the disk's or the network's. */
function isTarFault(error: unknown): boolean {
  const { tarCode, code } = error as { tarCode?: string; code?: string };
  return tarCode !== undefined || code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR' || code?.startsWith('TAR_') === true;
}

/** Makes every file readable by us alone and puts it on the disk, so that what a release names is whole after a power cut. */
async function settle(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (let index = 0; index < entries.length; index += BATCH) {
    await Promise.all(
      entries.slice(index, index + BATCH).map(async (entry) => {
        const path = join(folder, entry.name);
        const found = await lstat(path);
        if (found.isDirectory()) {
          await chmod(path, 0o700);
          return settle(path);
        }
        if (!found.isFile()) throw refusal(entry.name, 'a site holds files and folders only');
        await chmod(path, 0o600);
        return syncPath(path);
      }),
    );
  }
  await syncPath(folder);
}

/** Puts a file or the names of a folder on the disk. */
export async function syncPath(path: string): Promise<void> {
  await using handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  await handle.sync();
}
