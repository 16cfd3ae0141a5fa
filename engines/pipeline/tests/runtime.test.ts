import { MosaicError } from '@mosaic/platform/errors';
import { describe, expect, it } from 'vitest';

import { BACKENDS, runAgentLoop, type LogEntry, type StepState } from '../src/index.ts';
import { RecordingPeer, dummy, run, silent } from './recording-peer.ts';
import { assign, script } from './workflows.ts';

/** Names of steps in the order of their first update that starts them. */
function starts(peer: RecordingPeer): string[] {
  return [...new Set(peer.updates.filter(({ skipped, exited }) => !skipped && !exited).map(({ stepUuid }) => stepUuid))];
}

describe('runGraph', () => {
  it('starts a step when its own dependencies ended, not when a level did', async () => {
    const steps = {
      slow: { commands: 'slow', extra: 'environment: { SLEEP: 400ms }' },
      quick: { commands: 'quick', extra: 'depends_on: []' },
      after_quick: { commands: 'x', extra: 'depends_on: quick' },
      both: { commands: 'x', extra: 'depends_on: [slow, after_quick]' },
    };
    const peer = new RecordingPeer();
    await run(peer, dummy, assign(script(steps)));
    expect(starts(peer)).toEqual(['slow', 'quick', 'after_quick', 'both']);
    const order = peer.updates.map(({ stepUuid, exited }) => `${stepUuid} ${exited ? 'ended' : 'started'}`);
    expect(order.indexOf('after_quick ended')).toBeLessThan(order.indexOf('slow ended'));
    expect(order.indexOf('both started')).toBeGreaterThan(order.indexOf('slow ended'));
  });

  it('covers a step that cannot start with failure: ignore', async () => {
    const peer = new RecordingPeer();
    const bad = (extra: string): string => script({ a: { commands: 'a', extra: `environment: { STEP_START_FAIL: "1" }${extra}` }, b: 'b' });
    await run(peer, dummy, assign(bad('\n    failure: ignore')));
    expect(peer.state('a')).toMatchObject({ exited: true, exitCode: 1, error: expect.stringContaining('told not to start') });
    expect(peer.state('b')).toMatchObject({ exited: true, exitCode: 0 });
    expect(peer.final?.error).toBe('');
    const strict = new RecordingPeer();
    await run(strict, dummy, assign(bad('')));
    expect(strict.state('b')).toMatchObject({ skipped: true });
    expect(strict.final?.error).toBe('The step a failed.');
  });

  it('ends services and detached steps with the workflow', async () => {
    const peer = new RecordingPeer();
    await run(peer, dummy, assign('skip_clone: true\nservices:\n  db: { image: postgres }\nsteps:\n  a: { image: bash, commands: ls }'));
    expect(starts(peer)).toEqual(['db', 'a']);
    expect(peer.state('db')).toMatchObject({ exited: true });
    expect(peer.final?.error).toBe('');
  });
});

describe('the peer', () => {
  it('gets a step’s start before its lines and its end after them', async () => {
    const order: string[] = [];
    class Ordered extends RecordingPeer {
      override update(id: string, state: StepState): Promise<void> {
        order.push(`${state.stepUuid} ${state.exited ? 'end' : 'start'}`);
        return super.update(id, state);
      }
      override log(id: string, entries: readonly LogEntry[]): Promise<void> {
        order.push(...entries.map(({ stepUuid }) => `${stepUuid} line`));
        return super.log(id, entries);
      }
    }
    await run(new Ordered(), dummy, assign(script({ a: 'one', b: 'two' })));
    expect(order).toEqual(['a start', 'a line', 'a end', 'b start', 'b line', 'b end']);
  });

  it('is tried again when it is away, and does not hold the steps up', async () => {
    class Flaky extends RecordingPeer {
      failures = 3;
      override update(id: string, state: StepState): Promise<void> {
        if (this.failures-- > 0) return Promise.reject(new MosaicError('unavailable', 'away'));
        return super.update(id, state);
      }
    }
    const peer = new Flaky();
    await run(peer, dummy, assign(script({ a: 'one' })));
    expect(peer.updates.map(({ exited }) => exited)).toEqual([false, true]);
  });

  it('whose disk is full keeps no log, and the failed workflow says so; the states arrive once there is room', async () => {
    class Full extends RecordingPeer {
      refused = 0;
      override log(): Promise<void> {
        return Promise.reject(new MosaicError('insufficient_storage', 'The disk is full.'));
      }
      override update(id: string, state: StepState): Promise<void> {
        if (this.refused++ === 0) return Promise.reject(new MosaicError('insufficient_storage', 'The disk is full.'));
        return super.update(id, state);
      }
    }
    const peer = new Full();
    const failing = 'skip_clone: true\nsteps:\n  a: { image: bash, commands: one, environment: { STEP_EXIT_CODE: "3" } }';
    await run(peer, dummy, assign(failing));
    expect(peer.updates.map(({ exitCode }) => exitCode)).toEqual([0, 3]);
    expect(peer.final?.error).toBe('The step a failed. A part of the log could not be kept: The disk is full.');
  });

  it('that refuses the start keeps the workflow from running', async () => {
    class Refusing extends RecordingPeer {
      override init(): Promise<void> {
        return Promise.reject(new MosaicError('conflict', 'canceled already'));
      }
    }
    const peer = new Refusing();
    await expect(run(peer, dummy, assign(script({ a: 'one' })))).rejects.toThrow('canceled already');
    expect(peer.updates).toEqual([]);
  });
});

describe('runAgentLoop', () => {
  it('takes work until it is stopped', async () => {
    const stop = new AbortController();
    class Stopping extends RecordingPeer {
      ended = 0;
      override done(...args: Parameters<RecordingPeer['done']>): Promise<void> {
        if (++this.ended === 3) stop.abort();
        return super.done(...args);
      }
    }
    const peer = new Stopping();
    for (const workflowId of ['w1', 'w2', 'w3']) peer.queue.push(assign(script({ a: 'one' }), { workflowId }));
    await runAgentLoop(peer, BACKENDS.dummy(), { maxWorkflows: 2, labels: {}, signal: stop.signal, log: silent });
    expect(peer.ended).toBe(3);
  });
});
