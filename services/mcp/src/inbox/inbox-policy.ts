import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

/** Throws `forbidden` for a token that is limited to some repositories: it sees only a part of what it would mark. */
export function requireWholeInbox({ repositories }: Caller): void {
  if (repositories !== null)
    throw new MosaicError('forbidden', 'A token that is limited to some repositories may read their notices, but not mark the inbox.');
}
