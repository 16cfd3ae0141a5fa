import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { endTogether } from './end-together.ts';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');

/** Runs a program of the checkout under this Node, in the checkout, with our own output and these further variables; answers its exit code. */
export async function runNode(words: readonly string[], variables: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [...words], { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...variables } });
  return (await endTogether(child)) ?? 1;
}
