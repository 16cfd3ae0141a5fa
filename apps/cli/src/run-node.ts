import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');

/** Runs a program of the checkout under this Node, in the checkout, with our own output and these further variables; answers its exit code. */
export function runNode(words: readonly string[], variables: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...words], { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...variables } });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
