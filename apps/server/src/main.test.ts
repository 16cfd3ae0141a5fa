import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');
/** Nothing ever listens, and nothing keeps the process waiting for it. */
const NO_PORTS = "import { Server } from 'node:net'; Server.prototype.listen = function () { return this; };";

test('a start that never came to its end is no success', async () => {
  const home = mkdtempSync(join(tmpdir(), 'mosaic-main-'));
  try {
    const words = ['--import', `data:text/javascript,${encodeURIComponent(NO_PORTS)}`, MAIN, '--home', home];
    const child = spawn(process.execPath, words, { stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([13, null]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
