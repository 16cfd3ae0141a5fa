import { expect, test } from 'vitest';

import type { AgentStep, AgentWork } from './agent-runtime.ts';
import { runToEnd } from './run-to-end.ts';

const step = (text: string): AgentStep => ({ kind: 'step', text });
const quiet = new AbortController().signal;

test('the steps are told in order, and the result is the answer', async () => {
  async function* work(): AgentWork {
    yield step('one');
    yield step('two');
    return { outcome: 'completed', result: { done: true } };
  }
  const seen: AgentStep[] = [];
  expect(await runToEnd(work(), { signal: quiet, onStep: (one) => seen.push(one) })).toEqual({
    outcome: 'completed',
    result: { done: true },
  });
  expect(seen).toEqual([step('one'), step('two')]);
});

test('an abort ends work that does not listen, with its reason; what the work has open is closed', async () => {
  const stop = new AbortController();
  const held = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<string>();
  async function* work(): AgentWork {
    try {
      yield step('one');
      await held.promise;
      yield step('never told');
      return { outcome: 'completed', result: {} };
    } finally {
      closed.resolve('closed');
    }
  }
  const seen: AgentStep[] = [];
  const running = runToEnd(work(), { signal: stop.signal, onStep: (one) => seen.push(one) });
  await expect.poll(() => seen.length).toBe(1);
  stop.abort(new Error('the lease is lost'));
  await expect(running).rejects.toThrow('the lease is lost');
  held.resolve();
  expect(await closed.promise).toBe('closed');
  expect(seen).toEqual([step('one')]);
});

test('work under a signal that is aborted does not begin', async () => {
  let begun = false;
  async function* work(): AgentWork {
    begun = true;
    yield step('one');
    return { outcome: 'completed', result: {} };
  }
  await expect(runToEnd(work(), { signal: AbortSignal.abort(new Error('stopping')), onStep: () => undefined })).rejects.toThrow('stopping');
  expect(begun).toBe(false);
});
