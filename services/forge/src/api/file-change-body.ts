import type { Person } from '@mosaic/engines/git';
import { z } from 'zod';

import { MosaicError, isMosaicError } from '@mosaic/platform/errors';
import { RefText } from './ref-text.ts';

/** A request holds one file as base64; larger ones are pushed with git. */
export const FILE_BODY_LIMIT = 32 * 1024 * 1024;

const Author = z.object({ name: z.string().max(200).default(''), email: z.string().max(200).default('') });

/** What every write of contents may say. */
export const FileOptions = z.object({
  message: z.string().max(65_536).default(''),
  branch: RefText.default(''),
  new_branch: RefText.default(''),
  author: Author.optional(),
  committer: Author.optional(),
});

export const Base64 = z.string().transform((text, context) => {
  const plain = text.replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(plain) && plain.length % 4 === 0) return Buffer.from(plain, 'base64');
  context.addIssue({ code: 'custom', message: 'is not valid base64' });
  return z.NEVER;
});

/** Author or committer as given; absent unless both parts are. */
export function personOf(given: z.output<typeof Author> | undefined): Person | undefined {
  return given === undefined || given.name === '' || given.email === '' ? undefined : given;
}

/** Gitea answers 422 for a file that is not what the caller took it for. */
export async function asFileConflict<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isMosaicError(error, 'conflict', 'precondition_failed')) throw new MosaicError('invalid_input', error.message, { cause: error });
    throw error;
  }
}
