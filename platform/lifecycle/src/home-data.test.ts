import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
