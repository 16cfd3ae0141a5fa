import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { TestPerson, TestStack } from './test-stack.ts';

/** A folder with stock git in it, on whose `origin` a person pushes. */
export interface WorkingCopy extends AsyncDisposable {
  folder: string;
  git: ReturnType<TestPerson['git']>;
  /** Writes files, commits them on a branch and answers the commit's id. */
  commit(files: Record<string, string>, options?: { message?: string }): Promise<string>;
  /** Pushes what stands in HEAD to a branch; answers what git printed. Rejects when git refuses. */
  push(branch?: string): Promise<string>;
}

/** An empty working copy for `owner/name`; the repository is made by the first push when it lies under the person's own name. */
export async function openWorkingCopy(stack: TestStack, person: TestPerson, repository: string): Promise<WorkingCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-copy-'));
  const git = person.git(folder);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('config', 'user.name', person.login);
  await git('config', 'user.email', `${person.login}@localhost`);
  await git('config', 'gc.auto', '0');
  await git('remote', 'add', 'origin', `${stack.edgeUrl}/${repository}.git`);
  return {
    folder,
    git,
    async commit(files, { message = 'Change' } = {}) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', message);
      return (await git('rev-parse', 'HEAD')).stdout.trim();
    },
    push: async (branch = 'main') => (await git('push', 'origin', `HEAD:refs/heads/${branch}`)).stderr,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
