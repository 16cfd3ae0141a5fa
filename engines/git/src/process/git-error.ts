import { MosaicError } from '@mosaic/platform/errors';

import { damaged } from '../objects/damaged.ts';

/** How a git process ended. */
export interface GitExit {
  /** null when a signal ended it. */
  exitCode: number | null;
  /** The last 64 KiB of what it said, without absolute paths. */
  stderr: string;
  /** Who ended it: git itself, its time limit, the caller's signal, or its output limit. */
  endedBy: 'itself' | 'timeout' | 'abort' | 'overflow';
}

const ABSOLUTE_PATH = /(^|[\s'"(=:])(\/[^\s'":]+)/g;

/** Removes absolute paths of the server from git's words, so that they may be shown to people; all else stays as it is. */
export function stripPaths(text: string): string {
  return text.replace(ABSOLUTE_PATH, '$1…');
}

/** How git says that an object it was led to is missing or unreadable (seen with 2.39: deleted, emptied, overwritten, cut off). */
const DAMAGE =
  /(?:missing|bad|invalid) (?:tree |blob |commit )?object|unable to (?:read|unpack|stream) |is corrupt|inflate:|could not read |cannot read '|failed to traverse|not a valid object!|unable to find [0-9a-f]{40}|(?:packfile|index file) .* (?:is|cannot|corrupt)/i;

/** Whether git's words tell of a damaged repository. */
export function isDamage(words: string): boolean {
  return DAMAGE.test(words);
}

/** Whether git's words tell that there is no room left. */
export function isDiskFull(words: string): boolean {
  return /No space left on device|Disk quota exceeded/i.test(words);
}

/** Whether git's words tell that there is no repository where one should be. */
export function isMissing(words: string): boolean {
  return /not (?:appear to be )?a git repository/i.test(words);
}

/** The error for a git process that did not end as it should. */
export function gitError(command: string, exit: GitExit): MosaicError {
  const words = exit.stderr.slice(0, 500);
  if (exit.endedBy === 'timeout') return new MosaicError('timeout', `git ${command} took longer than its limit and was ended.`);
  if (exit.endedBy === 'abort') return new MosaicError('unavailable', `git ${command} was cancelled.`);
  if (exit.endedBy === 'overflow')
    return new MosaicError('too_large', `git ${command} answers more than the limit allows; narrow the request.`);
  if (isDiskFull(words)) {
    return new MosaicError('insufficient_storage', 'The disk is full; free some space and try again.', { cause: new Error(words) });
  }
  if (isMissing(words)) return damaged('its folder', words);
  if (isDamage(words)) {
    const id = /[0-9a-f]{40}(?:[0-9a-f]{24})?/.exec(words)?.[0].slice(0, 10);
    return damaged(id === undefined ? 'an object' : `the object ${id}`, words);
  }
  return new MosaicError('internal', `git ${command} failed (exit ${exit.exitCode ?? 'by signal'}): ${words}`);
}
