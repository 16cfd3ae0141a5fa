import { Buffer } from 'node:buffer';

import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

/** How the rows of a list are ordered: what a cursor holds of the last row shown. */
export interface ListCursor<K extends z.ZodTuple> {
  /** `next` of an answer. */
  write(keys: z.output<K>): string;
  /** Where to go on. @throws MosaicError (`invalid_input`) for what no answer of this list gave. */
  read(cursor: string): z.output<K>;
}

function listCursor<K extends z.ZodTuple>(keys: K): ListCursor<K> {
  return {
    write: (values) => Buffer.from(JSON.stringify(values)).toString('base64url'),
    read(cursor) {
      try {
        return keys.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
      } catch (cause) {
        throw new MosaicError('invalid_input', '"cursor" must be the `next` of an earlier answer of this list.', { cause });
      }
    },
  };
}

/** What orders each list. */
export const AFTER_PROJECT = listCursor(z.tuple([z.string()]));
export const AFTER_TASK = listCursor(z.tuple([z.number(), z.string()]));
export const AFTER_JOURNEY = listCursor(z.tuple([z.number(), z.string()]));
export const AFTER_DEPLOYMENT = listCursor(z.tuple([z.number()]));
export const AFTER_ENTRY = listCursor(z.tuple([z.number()]));
/** Number of the last pipeline shown, and CI's page on which it stood. */
export const AFTER_PIPELINE = listCursor(z.tuple([z.number().int(), z.number().int().min(1)]));
/** Number of the last pull request shown. */
export const AFTER_PULL_REQUEST = listCursor(z.tuple([z.number().int()]));
