import type { FileChange, Person } from '@mosaic/engines/git';

import type { FileOptions } from '@mosaic/contracts/gitea';
import { MosaicError, isMosaicError } from '@mosaic/platform/errors';

import type { ContentChange } from '../../../../contents/content-writer.ts';
import type { Repository } from '../../../../repositories/repository.ts';

/** A request holds one file as base64; larger ones are pushed with git. */
export const FILE_BODY_LIMIT = 32 * 1024 * 1024;

/** The commit that a write of contents asks for; `verb` begins its message where none is given. */
export function contentChange(
  repository: Repository,
  { branch, new_branch: newBranch, message, author, committer, dates, signoff }: FileOptions,
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

/** The content of a request, which is valid base64. */
export function bytesOf(content: string): Buffer {
  return Buffer.from(content, 'base64');
}

/** Author or committer as given; absent unless both parts are. */
function personOf(given: FileOptions['author']): Person | undefined {
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
