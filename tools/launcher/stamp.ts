import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** `run` is all that the product runs with, `all` adds the tools of its tests. */
export type Mode = 'run' | 'all';

const PREFIX = '.installed-';

/** The launcher compares the same file (bring_dependencies in `mosaic`). */
function stampOf(modules: string, mode: Mode): string {
  return join(modules, `${PREFIX}${mode}-node${process.versions.node.split('.')[0]}`);
}

/** Whether all that the mode needs was put in place whole, for this lock file and this Node. */
export function isInstalled(root: string, mode: Mode): boolean {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return (['all', mode] as const).some((one) => {
    const stamp = stampOf(join(root, 'node_modules'), one);
    return existsSync(stamp) && readFileSync(stamp).equals(lock);
  });
}

/**
 * A copy of the lock file inside `node_modules`, which goes where it goes: written last, in one rename, and after all that it
 * speaks of is on the disk. A power cut then leaves no stamp of what is not there, as far as the disk itself keeps what it says it has.
 */
export function writeStamp(modules: string, mode: Mode, lockFile: string): void {
  flushDisk(modules);
  const stamp = stampOf(modules, mode);
  copyFileSync(lockFile, `${stamp}.new`);
  renameSync(`${stamp}.new`, stamp);
}

/** One call for the folder's file system: 30,000 files one by one take minutes. Where sync(1) has no `-f` (macOS), for all of them. */
function flushDisk(folder: string): void {
  if (spawnSync('sync', ['-f', folder]).status !== 0) spawnSync('sync');
}

/** From here on nothing is believed to be installed. */
export function removeStamps(modules: string): void {
  if (!existsSync(modules)) return;
  for (const name of readdirSync(modules).filter((one) => one.startsWith(PREFIX))) rmSync(join(modules, name));
}
