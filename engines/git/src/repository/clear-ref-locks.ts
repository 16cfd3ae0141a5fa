import { unlink } from 'node:fs/promises';

import { bytesOfText } from '@mosaic/contracts/wire';

import { isRefName } from '../names/ref-name.ts';
import type { Repository } from './repository.ts';

/** Refs looked at: of a push of more, what is left over refuses a few, in git's words, until the next start. */
const REFS_MAX = 100;

/**
 * Removes the locks that a killed git left on these refs, and on what every change of a ref locks besides; they would refuse each
 * later change. Only while no git works in the repository: a lock of a living one is not told from a dead one's. What cannot be
 * removed is left, since git says so itself.
 */
export async function clearRefLocks({ gitDir }: Pick<Repository, 'gitDir'>, refs: readonly string[]): Promise<void> {
  const names = ['HEAD', 'packed-refs', ...refs.filter(isRefName).slice(0, REFS_MAX)];
  for (const name of names) await unlink(Buffer.concat([Buffer.from(`${gitDir}/`), bytesOfText(`${name}.lock`)])).catch(() => undefined);
}
