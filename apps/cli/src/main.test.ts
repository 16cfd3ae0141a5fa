import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');
/** Words from git that never end, and nothing that keeps the process waiting for them. */
const ENDLESS_INPUT = "import { PassThrough } from 'node:stream'; Object.defineProperty(process, 'stdin', { value: new PassThrough() });";

test.each([
  { words: ['git-credential', 'get'], code: 13 },
  { words: ['git-credential', 'store'], code: 0 },
  { words: ['git-credential'], code: 2 },
])('$words ends with $code: a command that never came to its end is no success', async ({ words, code }) => {
  const program = ['--import', `data:text/javascript,${encodeURIComponent(ENDLESS_INPUT)}`, MAIN];
  const child = spawn(process.execPath, [...program, ...words], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([code, null]);
});
