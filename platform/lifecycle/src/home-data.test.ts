import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { holdsData } from './home-data.ts';

test('a home holds data once a service has a database in it', () => {
  const home = mkdtempSync(join(tmpdir(), 'mosaic-home-data-'));
  try {
    expect(holdsData(join(home, 'not-made'))).toBe(false);
    expect(holdsData(home)).toBe(false);
    mkdirSync(join(home, 'data', 'forge', 'repositories'), { recursive: true });
    writeFileSync(join(home, 'data', 'README'), '');
    expect(holdsData(home)).toBe(false);
    writeFileSync(join(home, 'data', 'forge', 'forge.db'), '');
    expect(holdsData(home)).toBe(true);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('a folder in it that may not be read holds no data of ours', () => {
  const home = mkdtempSync(join(tmpdir(), 'mosaic-home-data-'));
  // The mode does not bind root, so root becomes somebody else meanwhile.
  const isRoot = process.geteuid?.() === 0;
  try {
    chmodSync(home, 0o755);
    mkdirSync(join(home, 'data', 'forge'), { recursive: true });
    mkdirSync(join(home, 'data', 'lost+found'), { mode: 0 });
    if (isRoot) process.seteuid?.(65534);
    expect(holdsData(home)).toBe(false);
    if (isRoot) process.seteuid?.(0);
    writeFileSync(join(home, 'data', 'forge', 'forge.db'), '');
    if (isRoot) process.seteuid?.(65534);
    expect(holdsData(home)).toBe(true);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(join(home, 'data', 'lost+found'), 0o700);
    rmSync(home, { recursive: true, force: true });
  }
});
