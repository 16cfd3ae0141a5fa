import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { NODE_WORDS } from './node-words.ts';

const MAIN = join(import.meta.dirname, '../../../apps/server/src/main.ts');

/** Runs the server until it ends by itself; `launcher` are words before its command. A server that starts is stopped by `timeoutMs`. */
export function runServer(
  environment: Record<string, string>,
  { launcher = [], timeoutMs = 20_000 }: { launcher?: readonly string[]; timeoutMs?: number } = {},
): Promise<{ code: number | null; output: string }> {
  const [command, ...words] = [...launcher, process.execPath, ...NODE_WORDS, MAIN];
  return new Promise((resolve) => {
    execFile(command, words, { env: { ...process.env, ...environment }, timeout: timeoutMs }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, output: stdout + stderr });
    });
  });
}
