import type { FileChange, Person } from '@mosaic/engines/git';
import { z } from 'zod';

import { ZERO_TIME } from '@mosaic/contracts/gitea';
import { MosaicError, isMosaicError } from '@mosaic/platform/errors';

import type { ContentChange } from '../contents/content-writer.ts';
import type { Repository } from '../repos/repository.ts';
import { RefText } from './ref-text.ts';

/** A request holds one file as base64; larger ones are pushed with git. */
export const FILE_BODY_LIMIT = 32 * 1024 * 1024;

const Author = z.object({ name: z.string().max(200).default(''), email: z.string().max(200).default('') });

/** A moment in seconds since 1970, none of them for the one that Go never set; git's commits begin in 1970. */
const Moment = z.union([
  z.enum(['', ZERO_TIME]).transform(() => undefined),
  z.iso
    .datetime({ offset: true })
    .transform((text) => Math.floor(Date.parse(text) / 1000))
    .pipe(z.number().min(0, 'is before 1970')),
]);

/** What every write of contents may say. */
export const FileOptions = z.object({
  message: z.string().max(65_536).default(''),
  branch: RefText.default(''),
  new_branch: RefText.default(''),
  author: Author.optional(),
  committer: Author.optional(),
  dates: z.object({ author: Moment.optional(), committer: Moment.optional() }).default({}),
  signoff: z.boolean().default(false),
});

/** The commit that a write of contents asks for; `verb` begins its message where none is given. */
export function contentChange(
  repository: Repository,
  { branch, new_branch: newBranch, message, author, committer, dates, signoff }: z.output<typeof FileOptions>,
  { verb, file }: { verb: 'Add' | 'Update' | 'Delete'; file: FileChange },
): ContentChange {
  const base = branch === '' ? repository.defaultBranch : branch;
  return {
    branch: base,
    newBranch: newBranch === '' || newBranch === base ? undefined : newBranch,
    files: [file],
    message: message === '' ? `${verb} ${file.path}` : message,
    author: personOf(author),
    committer: personOf(committer),
    dates,
    signoff,
  };
}

export const Base64 = z.string().transform((text, context) => {
  const plain = text.replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(plain) && plain.length % 4 === 0) return Buffer.from(plain, 'base64');
  context.addIssue({ code: 'custom', message: 'is not valid base64' });
  return z.NEVER;
});

/** Author or committer as given; absent unless both parts are. */
function personOf(given: z.output<typeof Author> | undefined): Person | undefined {
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
