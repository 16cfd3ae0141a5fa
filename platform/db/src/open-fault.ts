import { MosaicError } from '@mosaic/platform/errors';

import { storeReference, type StoreLocation } from './location.ts';

/** What SQLite's primary result codes mean to an operator (sqlite.org/rescode.html). */
const SQLITE_WORDS: Readonly<Record<number, string>> = {
  5: 'another program has it locked; end that program',
  8: 'it cannot be written; mend its owner and mode, those of the -wal and -shm files beside it and of its folder, or the mount',
  10: 'the disk refused to read or write it; look at the disk',
  11: 'it is damaged; restore it from a backup',
  13: 'the disk is full; make room',
  14: 'it cannot be opened; mend its owner and mode and those of its folder',
  26: 'it is damaged, what it holds is no database; restore it from a backup',
};
const SQLITE_FULL = 13;

/** Why a store could not be opened, in words that name it and what to do; what is told in words already stays as it is. */
export function openFault(cause: unknown, location: StoreLocation): MosaicError {
  if (cause instanceof MosaicError) return cause;
  const { errcode, code, message } = cause as { errcode?: number; code?: string; message?: string };
  const { location: place } = storeReference('', location);
  if (location.dialect !== 'sqlite')
    return new MosaicError(
      'unavailable',
      `The database ${place} cannot be opened: ${message === undefined || message === '' ? code : message}.`,
      { cause },
    );
  const primary = (errcode ?? 0) % 256;
  const isFull = primary === SQLITE_FULL || code === 'ENOSPC' || code === 'EDQUOT';
  const words = isFull ? SQLITE_WORDS[SQLITE_FULL] : (SQLITE_WORDS[primary] ?? message);
  return new MosaicError(isFull ? 'insufficient_storage' : 'unavailable', `The database ${place} cannot be opened: ${words}.`, { cause });
}
