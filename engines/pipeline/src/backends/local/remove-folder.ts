import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes a folder that steps have filled. A step may leave folders that even their owner cannot enter; those are opened
 * first. Links are removed, never followed. @throws the file system's error when it still cannot be removed.
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!['EACCES', 'EPERM', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await openFolders(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(join(folder, entry.name));
  }
}

/**
 * Removes the folders `workflow-<pid>-…` whose server is no longer there: it was killed and could not clean up.
 * Trouble with one does not keep the others; what stays is tried again at the next start.
 */
export async function sweepLeftovers(workRoot: string): Promise<void> {
  const names = await readdir(workRoot);
  const left = names.filter((name) => {
    const pid = Number(/^workflow-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    return Number.isInteger(pid) && !isAlive(pid);
  });
  await Promise.allSettled(left.map((name) => removeFolder(join(workRoot, name))));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
