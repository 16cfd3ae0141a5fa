import { MosaicError } from '@mosaic/platform/errors';
import type { Keyring } from '@mosaic/platform/secrets';

import type { VisiblePage } from './visible-rows.ts';

/** Marks a sealed cursor; base64url has no such letter. */
const MARK = '~';
const PURPOSE = 'mcp/cursor';
/** Sealed texts are filled up to multiples of this many characters: their length would tell that of a name. */
const BLOCK = 256;

/** Keeps what a caller may not see out of the cursors that the caller gets. */
export interface CursorSeal {
  /** `next` of a page: in the open where it stands on a row that is shown, sealed where it stands on one that is hidden. */
  next<T>(page: VisiblePage<T>, write: (last: Partial<T>) => string): string | null;
  /** The cursor as `write` gave it. @throws MosaicError (`invalid_input`) for what was not sealed here. */
  open(cursor: string): string;
}

export function createCursorSeal(keyring: Keyring): CursorSeal {
  return {
    next({ last, isLastShown }, write) {
      if (last === null) return null;
      const cursor = write(last);
      if (isLastShown) return cursor;
      return MARK + keyring.seal(PURPOSE, cursor.padEnd(Math.ceil(cursor.length / BLOCK) * BLOCK));
    },
    open(cursor) {
      if (!cursor.startsWith(MARK)) return cursor;
      try {
        return keyring.open(PURPOSE, cursor.slice(MARK.length)).trimEnd();
      } catch (cause) {
        throw new MosaicError('invalid_input', '"cursor" must be the `next` of an earlier answer of this list.', { cause });
      }
    },
  };
}
