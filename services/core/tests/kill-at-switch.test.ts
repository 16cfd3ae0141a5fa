import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { expect, test } from 'vitest';

test('kill -9 at any moment of going live: the former or the new release is served, whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaic-switch-'));
  const root = join(folder, 'hello/production');
  try {
    let next = 1;
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'switching-site.ts'), folder, String(next)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let done = 0;
      child.stdout.on('data', (chunk: Buffer) => (done = Number(chunk.toString().trim().split('\n').at(-1))));
      await once(child.stdout, 'data');
      const doomed = setTimeout(() => child.kill('SIGKILL'), Math.random() * 40);
      await once(child, 'exit');
      clearTimeout(doomed);
      const live = Number(basename(readlinkSync(join(root, 'current'))));
      expect(live).toBeGreaterThanOrEqual(done);
      expect(live).toBeLessThanOrEqual(done + 1);
      expect(readFileSync(join(root, 'current/index.html'), 'utf8')).toBe(`<h1>release ${live}</h1>`);
      expect(readFileSync(join(root, 'current/assets/app.js'), 'utf8')).toContain(`release ${live}`);
      next = live + 1;
    }
    const left = readdirSync(join(root, 'releases')).filter((name) => !/^\d+$/.test(name) && name !== `${next}.partial`);
    expect(left).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
