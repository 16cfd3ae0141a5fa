import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { NODE_WORDS } from './node-words.ts';

const MAIN = join(import.meta.dirname, '../../../apps/cli/src/main.ts');

/** Runs the command line as a user would, on one home; never throws. */
export function mosaic(
  home: string,
  words: readonly string[],
  options: { cwd?: string; timeoutMs?: number } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const all = [...NODE_WORDS, MAIN, '--home', home, ...words];
    execFile(
      process.execPath,
      all,
      { cwd: options.cwd, timeout: options.timeoutMs ?? 90_000, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
