import { join } from 'node:path';

import { EndedBySignal, runAttended } from '../launcher/attended.ts';
import { STEPS, type Step } from './steps.ts';

/**
 * Runs every step, two at a time but the large ones one after another, and prints what failed; answers whether all passed.
 * @throws EndedBySignal
 */
export async function runChecks(steps: readonly Step[] = STEPS): Promise<boolean> {
  let passed = true;
  const inTurn = async (turn: readonly Step[]) => {
    for (const step of turn) {
      const { ok, output, ms } = await run(step);
      console.log(`${ok ? '✓' : '✗'} ${step.name.padEnd(12)} ${(ms / 1000).toFixed(1)} s`);
      if (!ok) {
        passed = false;
        console.log(output.trimEnd());
      }
    }
  };
  await Promise.all([inTurn(steps.filter(({ isLarge }) => isLarge)), inTurn(steps.filter(({ isLarge }) => !isLarge))]);
  return passed;
}

async function run(step: Step): Promise<{ ok: boolean; output: string; ms: number }> {
  const startedAt = Date.now();
  const [program, ...words] = step.command as [string, ...string[]];
  const output: Buffer[] = [];
  const finish = (ok: boolean, note = '') => ({ ok, output: Buffer.concat(output).toString() + note, ms: Date.now() - startedAt });
  try {
    const code = await runAttended(program, words, {
      cwd: join(import.meta.dirname, '../..'),
      stdio: ['ignore', 'pipe', 'pipe'],
      onOutput: (chunk) => output.push(chunk),
    });
    return finish(code === 0);
  } catch (error) {
    if (error instanceof EndedBySignal) throw error;
    return finish(false, String(error));
  }
}
