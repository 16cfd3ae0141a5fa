import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Task } from '@mosaic/contracts/mosaic';

import { openWorkspaces } from './workspaces.ts';

const task = { key: 'k', lease: { holder: 'coder', epoch: 2, expiresAt: 0 } } as Task;

test('an attempt has a folder of its own when it asks for one, gone when it is over, and after a kill at the next start', async () => {
  const home = await mkdtemp(join(tmpdir(), 'mosaic-workspaces-'));
  const root = join(home, 'workspaces');
  try {
    const workspaces = await openWorkspaces(root);
    {
      await using unused = workspaces.open(task);
      expect([unused.folder.name, existsSync(root)]).toEqual(['folder', false]);
    }
    {
      await using used = workspaces.open(task);
      const folder = await used.folder();
      expect(await used.folder()).toBe(folder);
      await writeFile(join(folder, 'a'), 'b');
    }
    expect(await readdir(root)).toEqual([]);
    await workspaces.open(task).folder();
    await openWorkspaces(root);
    expect(existsSync(root)).toBe(false);
  } finally {
    await rm(home, { recursive: true });
  }
});
