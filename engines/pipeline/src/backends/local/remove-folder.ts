import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import { SYSTEM_PATH } from './command.ts';

/**
 * Removes a folder that steps have filled: rm goes from folder to folder, so no depth stops it, and removes links without
 * following them; `asOwner` in front ({@link ownerPrefix}) opens what even its owner cannot enter.
 * @throws MosaicError (`internal`) when it still cannot be removed.
 */
export async function removeFolder(folder: string, asOwner: readonly string[] = []): Promise<void> {
  const attempt = (prefix: readonly string[]): Promise<string> => {
    const [file, ...args] = [...prefix, 'rm', '-rf', '--one-file-system', '--', folder];
    return new Promise((resolve) => {
      execFile(file, args, { env: { PATH: SYSTEM_PATH }, maxBuffer: 1024 * 1024 }, (error, _stdout, stderr) =>
        resolve(error === null ? '' : stderr.slice(0, 500) || error.message),
      );
    });
  };
  const fault = await attempt(asOwner);
  if (fault === '' || (asOwner.length > 0 && (await attempt([])) === '')) return;
  throw new MosaicError('internal', `The folder ${folder} could not be removed: ${fault}`);
}

/**
 * Removes the folders `workflow-<pid>-…` and `etc-draft-…` whose server is no longer there: it was killed and could not clean up.
 * Trouble with one does not keep the others; what stays is tried again at the next start.
 */
export async function sweepLeftovers(workRoot: string, asOwner: readonly string[]): Promise<void> {
  const names = await readdir(workRoot);
  const left = names.filter((name) => {
    if (name.startsWith('etc-draft-')) return true;
    const pid = Number(/^workflow-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    return Number.isInteger(pid) && !isAlive(pid);
  });
  await Promise.allSettled(left.map((name) => removeFolder(join(workRoot, name), asOwner)));
}

/** Whether there is a process of that id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
