import { Readable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

/** What a fetch asks, unpacked: git sends wants and haves in rounds of a few hundred KiB, with thousands of refs a few MiB. */
export const FETCH_REQUEST_BYTES = 8 * 1024 * 1024;
/** Fetches that are read at once: with the size, what they may hold in memory together (384 MiB). */
export const FETCHES_READ = 48;
/** How long a client may take over it, ms. */
const REQUEST_MS = 60_000;

/**
 * Reads what a fetch asks before anything is spent on it: a client that sends half of it and falls silent holds no git process.
 * @throws MosaicError `timeout`, besides what the body itself fails with.
 */
export async function readFetchRequest(body: Readable): Promise<Readable> {
  const chunks: Buffer[] = [];
  const late = setTimeout(
    () => body.destroy(new MosaicError('timeout', `The request was not there whole within ${REQUEST_MS / 1000} s; try again.`)),
    REQUEST_MS,
  );
  try {
    for await (const chunk of body) chunks.push(chunk as Buffer);
  } finally {
    clearTimeout(late);
  }
  return Readable.from(chunks, { objectMode: false });
}
