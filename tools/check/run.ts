import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { STEPS, type Step } from './steps.ts';

/** Runs every step, two at a time, and prints what failed; answers whether all passed. */
export async function runChecks(): Promise<boolean> {
  const waiting = [...STEPS];
  let passed = true;
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const { ok, output, ms } = await run(step);
      console.log(`${ok ? '✓' : '✗'} ${step.name.padEnd(12)} ${(ms / 1000).toFixed(1)} s`);
      if (!ok) {
        passed = false;
        console.log(output.trimEnd());
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return passed;
}

function run(step: Step): Promise<{ ok: boolean; output: string; ms: number }> {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const [program, ...words] = step.command as [string, ...string[]];
    const child = spawn(program, words, { cwd: join(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    const finish = (ok: boolean, note = '') => resolve({ ok, output: Buffer.concat(output).toString() + note, ms: Date.now() - startedAt });
    child.once('error', (error) => finish(false, String(error)));
    child.once('close', (code) => finish(code === 0));
  });
}
