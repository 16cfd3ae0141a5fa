import { MosaicError } from '@mosaic/platform/errors';

/**
 * What a ref, a commit or a tree names must be there; where it cannot be read, the repository is damaged, and nobody may take
 * it for an empty or an absent file.
 */
export function damaged(what: string, cause?: unknown): MosaicError {
  const advice = 'Restore the repository from a backup, or push the missing objects again from a clone; `git fsck` names them.';
  return new MosaicError('unavailable', `The repository is damaged: ${what} cannot be read. ${advice}`, { cause });
}
