import type { Readable } from 'node:stream';

import { Parser } from 'tar';

import { MosaicError } from '@mosaic/platform/errors';

/** Entries of one archive at most. */
const MAX_ENTRIES = 100_000;
const PLAIN_TYPES = new Set(['File', 'OldFile', 'Directory', 'GNUDumpDir']);

/** Whether a name stays inside the folder that it will be unpacked in. */
export function isInsideName(name: string): boolean {
  if (name === '' || name.startsWith('/') || name.includes('\\') || name.includes('\0') || /^[A-Za-z]:/.test(name)) return false;
  return !name.split('/').includes('..');
}

/**
 * Reads an archive to its end and answers how many files it holds. Refuses with `invalid_input` what is no plain tar, and any
 * link, device or name that leads outside.
 */
export async function checkTar(archive: Readable): Promise<number> {
  let files = 0;
  let entries = 0;
  const faults: string[] = [];
  const note = (fault: string) => {
    if (faults.length === 0) faults.push(fault);
  };
  const parser = new Parser({
    strict: true,
    onReadEntry(entry) {
      entries += 1;
      if (!PLAIN_TYPES.has(entry.type)) note(`"${entry.path}" is a ${entry.type}; only files and folders may be handed over`);
      else if (!isInsideName(entry.path)) note(`"${entry.path}" leads outside the artifact`);
      else if (entries === MAX_ENTRIES + 1) note(`it holds more than ${MAX_ENTRIES} entries`);
      if (entry.type === 'File' || entry.type === 'OldFile') files += 1;
      entry.resume();
    },
  });
  try {
    await feed(parser, archive);
  } catch (cause) {
    if (cause instanceof MosaicError) throw cause;
    throw new MosaicError('invalid_input', 'The artifact is not a whole tar archive. Hand it over again.', { cause });
  }
  const [fault] = faults;
  if (fault !== undefined) throw new MosaicError('invalid_input', `The artifact is refused: ${fault}.`);
  return files;
}

/** The parser is no stream of Node's: it tells of its end and of faults by events of its own. */
async function feed(parser: Parser, archive: Readable): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('end', () => resolve());
    parser.on('error', reject);
  });
  // Observed below; a fault in the middle must not count as one that nobody saw.
  ended.catch(() => undefined);
  for await (const chunk of refuseCompressed(archive)) parser.write(chunk);
  parser.end();
  await ended;
}

/** The parser would unpack gzip by itself, and with it an archive that grows without bound. */
async function* refuseCompressed(archive: Readable): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of archive) {
    const bytes = chunk as Buffer;
    if (isFirst && bytes[0] === 0x1f) throw new MosaicError('invalid_input', 'The artifact is compressed; hand over a plain tar archive.');
    isFirst = false;
    yield bytes;
  }
}
