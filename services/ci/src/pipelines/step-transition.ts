import type { Status } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { mergeStatus } from './status-merge.ts';

/** What a step is now. */
export interface StepNow {
  state: string;
  started_at: number;
}

/** What a runner says of a step (Woodpecker's StepState). Times are Unix milliseconds, 0 for not given. */
export interface StepReport {
  startedAt: number;
  finishedAt: number;
  exited: boolean;
  exitCode: number;
  error: string;
  canceled: boolean;
  skipped: boolean;
}

export interface StepChange {
  state: Status;
  started_at: number;
  finished_at: number;
  exit_code: number;
  error: string;
}

/**
 * The next state of a step by the table of docs/reference/pipelines.md#states (`server/pipeline/step_status.go`). A report for a step that is over
 * is `conflict`: a stale runner must not rewrite history.
 */
export function nextStepState(now: StepNow, report: StepReport, at: number): StepChange {
  if (now.state !== 'pending' && now.state !== 'running')
    throw new MosaicError('conflict', `The step is already over (${now.state}); it does not expect reports any more.`);
  const finished = report.finishedAt || at;
  if (report.canceled)
    return { state: 'killed', started_at: now.started_at, finished_at: finished, exit_code: report.exitCode, error: report.error };
  if (now.state === 'pending' && report.skipped)
    return { state: 'skipped', started_at: 0, finished_at: report.finishedAt, exit_code: 0, error: '' };
  if (report.exited || report.error !== '') {
    const started = now.state === 'running' ? now.started_at : report.startedAt;
    const state = report.exitCode === 0 && report.error === '' ? 'success' : 'failure';
    return { state, started_at: started, finished_at: finished, exit_code: report.exitCode, error: report.error };
  }
  return { state: 'running', started_at: now.started_at || report.startedAt || at, finished_at: 0, exit_code: 0, error: '' };
}

/** A step of a workflow that is over: one that still runs ended with it. */
export function closedStepState(state: string, { skipped, canceled }: { skipped: boolean; canceled: boolean }): Status | null {
  if (state === 'running') return canceled ? 'killed' : 'success';
  if (state !== 'pending') return null;
  if (skipped) return 'skipped';
  return canceled ? 'canceled' : 'killed';
}

/** The state of a workflow that is over, from its steps and what its runner said (docs/reference/pipelines.md#states). */
export function workflowOutcome(
  steps: readonly { state: string; failure: string }[],
  report: { startedAt: number; error: string; canceled: boolean },
): Status {
  if (report.canceled) return report.startedAt === 0 ? 'canceled' : 'killed';
  if (report.error !== '') return 'failure';
  if (report.startedAt === 0) return 'skipped';
  const counted = steps.filter(({ state, failure }) => !(failure === 'ignore' && state === 'failure'));
  return mergeStatus(counted.map(({ state }) => state as Status));
}
