import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { cloneEnvironment } from './clone-script.ts';

test.each(['http://forge.example/ada/shop.git', 'http://forge.example/a"b\\c;d#e/%20.git'])(
  "git reads of the clone's own settings what it would have written itself: %s",
  (url) => {
    const folder = mkdtempSync(join(tmpdir(), 'mosaic-clone-script-'));
    try {
      mkdirSync(join(folder, '.git/refs/heads'), { recursive: true });
      mkdirSync(join(folder, '.git/objects'));
      writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
      const environment = cloneEnvironment({ url, sha: 'a'.repeat(40), ref: 'refs/heads/main', depth: 1 } as never, undefined);
      writeFileSync(join(folder, '.git/config'), environment['CLONE_CONFIG'] ?? '');
      const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8' }).trim();
      expect(git('remote', 'get-url', 'origin')).toBe(url);
      expect(git('config', 'remote.origin.fetch')).toBe('+refs/heads/*:refs/remotes/origin/*');
      expect(git('status', '--porcelain=v1', '--branch')).toBe('## No commits yet on main');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
