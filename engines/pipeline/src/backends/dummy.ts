import { PassThrough } from 'node:stream';

import { z } from 'zod';

import { MosaicError, parseInput } from '@mosaic/platform/errors';

import type { Backend, BackendWorkflow, RunningStep, StepEnd } from './backend.ts';

/**
 * Runs nothing: steps print their commands and end as their environment says, as upstream's `dummy` does (`pipeline/backend/dummy`).
 * `SLEEP` (`200ms`, `2s`) delays the end, `STEP_EXIT_CODE` sets it, `STEP_START_FAIL` refuses the start.
 */
export function createDummyBackend(): Backend {
  return {
    name: 'dummy',
    describe: () => Promise.resolve(null),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    check: async (_config, { own = {} }) => void parseInput(z.strictObject({}), own, 'What the server says to the dummy backend'),
    open: () => Promise.resolve(openWorkflow()),
  };
}

function openWorkflow(): BackendWorkflow {
  const running = new Set<RunningStep>();
  return {
    start(step, environment) {
      if ((environment['STEP_START_FAIL'] ?? '') !== '') {
        return Promise.reject(new MosaicError('unavailable', 'The step was told not to start (STEP_START_FAIL).'));
      }
      const started = pretend(step.commands, environment, step.detach);
      running.add(started);
      void started.ended.finally(() => running.delete(started));
      return Promise.resolve(started);
    },
    [Symbol.asyncDispose]: async () => {
      const left = [...running];
      for (const step of left) step.kill();
      await Promise.all(left.map(({ ended }) => ended));
    },
  };
}

function pretend(commands: readonly string[], environment: Readonly<Record<string, string>>, isDetached: boolean): RunningStep {
  const output = new PassThrough();
  for (const command of commands) output.write(`+ ${command}\n`);
  const { promise, resolve } = Promise.withResolvers<StepEnd>();
  const end = (result: StepEnd): void => {
    clearTimeout(timer);
    output.end();
    resolve(result);
  };
  const lengthMs = isDetached ? 0x7fffffff : readDuration(environment['SLEEP']);
  const timer = setTimeout(() => end({ exitCode: Number(environment['STEP_EXIT_CODE'] ?? 0) }), lengthMs);
  return { output, ended: promise, kill: () => end({ exitCode: 137, signal: 'SIGKILL' }), artifacts: () => Promise.resolve([]) };
}

function readDuration(text: string | undefined): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text ?? '');
  if (parts === null) return 0;
  return Number(parts[1]) * ({ ms: 1, s: 1000, m: 60_000 }[parts[2] ?? 's'] ?? 1000);
}
