import { isForeignKeyViolation } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

/** A write into a repository that somebody deletes at the same moment finds nothing to belong to. @throws MosaicError `not_found`. */
export async function unlessDeleted<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isForeignKeyViolation(error)) throw deletedMeanwhile(error);
    throw error;
  }
}

export function deletedMeanwhile(cause?: unknown): MosaicError {
  return new MosaicError('not_found', 'The repository has been deleted meanwhile.', { cause });
}
