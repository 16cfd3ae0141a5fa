import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { GitEngine, Repository } from './repository.ts';

/**
 * Reads several repositories as one, whose objects stay where they are: a repository without refs or objects of its own, under `path`
 * for as long as `read` takes. It is left behind by a killed process.
 */
export async function readTogether<R>(
  engine: GitEngine,
  path: string,
  repositories: readonly Repository[],
  read: (together: Repository) => Promise<R>,
): Promise<R> {
  try {
    await makeBeside(path, repositories, 'main');
    return await read(engine.open(path));
  } finally {
    await engine.forget(path);
    await rm(path, { recursive: true, force: true });
  }
}

/** A repository without objects of its own, which finds those of others; HEAD names a branch that is not there yet. */
export async function makeBeside(path: string, repositories: readonly Repository[], branch: string): Promise<void> {
  await mkdir(join(path, 'refs', 'heads'), { recursive: true });
  await mkdir(join(path, 'objects', 'info'), { recursive: true });
  await writeFile(join(path, 'HEAD'), `ref: refs/heads/${branch}\n`);
  await writeFile(join(path, 'objects', 'info', 'alternates'), repositories.map(({ gitDir }) => `${join(gitDir, 'objects')}\n`).join(''));
}
