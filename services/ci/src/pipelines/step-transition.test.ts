import { describe, expect, test } from 'vitest';

import { closedStepState, nextStepState, workflowOutcome, type StepReport } from './step-transition.ts';

const NOTHING: StepReport = { startedAt: 0, finishedAt: 0, exited: false, exitCode: 0, error: '', canceled: false, skipped: false };

describe('a report moves a step', () => {
  test.each<[string, Partial<StepReport>, string]>([
    ['pending', { skipped: true, finishedAt: 5 }, 'skipped'],
    ['pending', { startedAt: 3 }, 'running'],
    ['pending', { exited: true }, 'success'],
    ['pending', { exited: true, exitCode: 2 }, 'failure'],
    ['pending', { error: 'no such image' }, 'failure'],
    ['running', { exited: true }, 'success'],
    ['running', { exited: true, exitCode: 1 }, 'failure'],
    ['running', { exited: true, error: 'x' }, 'failure'],
    ['pending', { canceled: true }, 'killed'],
    ['running', { canceled: true, exited: true, exitCode: 137 }, 'killed'],
    ['running', {}, 'running'],
  ])('%s, told %o, becomes %s', (state, report, expected) => {
    expect(nextStepState({ state, started_at: state === 'running' ? 1 : 0 }, { ...NOTHING, ...report }, 9).state).toBe(expected);
  });

  test.each(['success', 'failure', 'killed', 'canceled', 'skipped', 'error', 'blocked'])('%s takes no report', (state) => {
    expect(() => nextStepState({ state, started_at: 1 }, { ...NOTHING, exited: true }, 9)).toThrowError(/already over/);
  });

  test('times and the exit code are kept, or taken from the clock', () => {
    expect(nextStepState({ state: 'running', started_at: 4 }, { ...NOTHING, exited: true, exitCode: 7, startedAt: 5 }, 9)).toEqual({
      state: 'failure',
      started_at: 4,
      finished_at: 9,
      exit_code: 7,
      error: '',
    });
    expect(nextStepState({ state: 'pending', started_at: 0 }, NOTHING, 9).started_at).toBe(9);
    expect(nextStepState({ state: 'pending', started_at: 0 }, { ...NOTHING, skipped: true, finishedAt: 6 }, 9)).toMatchObject({
      started_at: 0,
      finished_at: 6,
    });
  });
});

describe('the end of a workflow', () => {
  test.each<[string, boolean, boolean, string | null]>([
    ['running', false, false, 'success'],
    ['running', false, true, 'killed'],
    ['pending', true, false, 'skipped'],
    ['pending', false, true, 'canceled'],
    ['pending', false, false, 'killed'],
    ['failure', false, true, null],
  ])('closes a step that is %s (skipped %s, canceled %s) as %s', (state, skipped, canceled, expected) => {
    expect(closedStepState(state, { skipped, canceled })).toBe(expected);
  });

  test.each<[string[], { startedAt?: number; error?: string; canceled?: boolean }, string]>([
    [['success', 'skipped'], {}, 'success'],
    [['success', 'failure'], {}, 'failure'],
    [['success'], { error: 'lost' }, 'failure'],
    [['killed', 'canceled'], { canceled: true }, 'killed'],
    [['canceled'], { canceled: true, startedAt: 0 }, 'canceled'],
    [['skipped'], { startedAt: 0 }, 'skipped'],
  ])('steps %o with %o make it %s', (states, report, expected) => {
    const steps = states.map((state) => ({ state, failure: 'fail' }));
    expect(workflowOutcome(steps, { startedAt: 1, error: '', canceled: false, ...report })).toBe(expected);
  });

  test('a failure that is ignored does not count', () => {
    const steps = [
      { state: 'failure', failure: 'ignore' },
      { state: 'success', failure: 'fail' },
    ];
    expect(workflowOutcome(steps, { startedAt: 1, error: '', canceled: false })).toBe('success');
  });
});
