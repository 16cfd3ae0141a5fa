import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

/** Far beyond the numbers that Node itself keeps from its children. */
const NUMBER = 40;

/** What a program that the server starts finds open at that number, where the server's own parent has left a folder open. */
function seenBelow(begin: string): string {
  const folder = openSync('/', 'r');
  try {
    const program = `${begin}; const { spawnSync } = await import('node:child_process');
      process.stdout.write(spawnSync('sh', ['-c', 'readlink /proc/self/fd/${NUMBER} || echo none']).stdout);`;
    const stdio = Array.from({ length: NUMBER + 1 }, (_, at) => (at === 1 ? 'pipe' : at === NUMBER ? folder : 'ignore'));
    const child = spawnSync(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', program], {
      stdio,
    });
    return String(child.stdout).trim();
  } finally {
    closeSync(folder);
  }
}

test('no program that the server starts finds open what its parent left open', () => {
  const module = JSON.stringify(join(import.meta.dirname, 'inherited-files.ts'));
  expect(seenBelow(`(await import(${module})).closeInherited()`)).toBe('none');
  expect(seenBelow('')).toBe('/');
});
