import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ifMissing } from './if-missing.ts';
import type { Repository } from './repository.ts';

/** What a killed git leaves, by folder. No ref's name ends in `.lock`, but one may begin with `tmp_`. */
const LEFT: readonly (readonly [folder: string, name: RegExp])[] = [
  ['', /\.lock$|^packed-refs\.new$/],
  ['objects', /^(tmp_objdir|incoming)-/],
  ['objects/info', /\.lock$|^tmp_/],
  ['objects/info/commit-graphs', /\.lock$|^tmp_/],
];

/**
 * Removes what git leaves when it is killed without a word: locks, which would refuse every later change, quarantines of pushes
 * and unfinished packs. Only while no git works in the repository: a lock of a living one is not told from a dead one's.
 * @returns how many there were.
 */
export async function clearLeftovers(repository: Repository): Promise<number> {
  let count = await clearTemporaryPacks(repository);
  for (const [folder, name] of LEFT) count += await removeFrom(join(repository.gitDir, folder), name);
  return count + (await removeFrom(join(repository.gitDir, 'refs'), /\.lock$/, { recursive: true }));
}

/** Removes packs that a killed repack has begun. Safe beside pushes, whose packs grow in a quarantine; not beside a repack. */
export async function clearTemporaryPacks(repository: Repository): Promise<number> {
  return removeFrom(join(repository.gitDir, 'objects', 'pack'), /^(\.tmp-|tmp_)/);
}

async function removeFrom(folder: string, name: RegExp, options: { recursive?: true } = {}): Promise<number> {
  const entries = await readdir(folder, { ...options, withFileTypes: true }).catch(ifMissing([]));
  const left = entries.filter((entry) => name.test(entry.name));
  for (const entry of left) await rm(join(entry.parentPath, entry.name), { recursive: true, force: true });
  return left.length;
}
