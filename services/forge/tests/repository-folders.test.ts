import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { GitEngine } from '@mosaic/engines/git';
import { expect, it } from 'vitest';

import { RepositoryFolders } from '../src/repositories/repository-folders.ts';

it('a repository goes only after the long work in it has ended', async () => {
  const root = await mkdtemp(join(tmpdir(), 'forge-folders-'));
  await using engine = new GitEngine();
  const folders = new RepositoryFolders(root, engine);
  await folders.create(1, 'main');
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const seen: string[][] = [];
  const work = folders.work(1, new AbortController().signal, async (_git, signal) => {
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    begin();
    await stopped;
    seen.push(await readdir(root));
    throw signal.reason;
  });
  const ended = expect(work).rejects.toThrow();
  await begun;
  await folders.remove(1);
  await ended;
  expect(seen).toEqual([['1.git']]);
  expect(await readdir(root)).toEqual([]);
  await rm(root, { recursive: true });
});
