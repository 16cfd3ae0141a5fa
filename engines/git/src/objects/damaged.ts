import { PermanentError, MosaicError, isMosaicError } from '@mosaic/platform/errors';

/** What git said of the damage, where it said anything. */
class Damage extends PermanentError {}

/**
 * What a ref, a commit or a tree names must be there; where it cannot be read, the repository is damaged, and nobody may take
 * it for an empty or an absent file.
 */
export function damaged(what: string, words = ''): MosaicError {
  const advice = 'Restore the repository from a backup, or push the missing objects again from a clone; `git fsck` names them.';
  return new MosaicError('unavailable', `The repository is damaged: ${what} cannot be read. ${advice}`, { cause: new Damage(words) });
}

/** Whether an error is of {@link damaged}: it holds until somebody mends the repository, so waiting for it is in vain. */
export function isDamaged(error: unknown): boolean {
  return isMosaicError(error, 'unavailable') && error.cause instanceof Damage;
}
