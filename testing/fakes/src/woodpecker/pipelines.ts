import { FINAL_STATUSES, type LogEntry, type Pipeline } from '@mosaic/contracts/woodpecker';
import type { z } from 'zod';

export interface FakePipeline {
  /** "owner/name" */
  repository: string;
  number: number;
  status: string;
  sha: string;
  branch?: string;
  event?: string;
  message?: string;
  /** Unix seconds at which it was made, ran and was over. */
  at?: number;
  /** What it repeats, and how often that was done. */
  repeats?: { number: number; times: number };
  variables?: Record<string, string>;
  deployTask?: string;
  /** Archives by their names. */
  artifacts?: Record<string, Uint8Array>;
  /** Where nothing is said, one called "test" that ends as the pipeline does, with the lines of `log`. */
  steps?: readonly FakeStep[];
  log?: string[];
}

export interface FakeStep {
  name: string;
  state: string;
  exitCode: number;
  log: readonly string[];
}

/** Id of a pipeline's first step; those that follow count on. */
export const STEP_ID = 7;

/** As lists show it: without what is below it. */
export function presentListed(pipeline: FakePipeline): z.input<typeof Pipeline> {
  const { number, status, sha, branch = 'main', event = 'push', message = 'Say hello', at = 1_700_000_000 } = pipeline;
  return {
    id: number,
    number,
    event,
    status,
    commit: sha,
    branch,
    ref: `refs/heads/${branch}`,
    title: message.split('\n', 1)[0],
    message,
    author: 'ada',
    parent: pipeline.repeats?.number,
    rerun_count: pipeline.repeats?.times,
    variables: pipeline.variables,
    deploy_task: pipeline.deployTask,
    created: at,
    ...timesOf(status, at),
  };
}

export function presentPipeline(pipeline: FakePipeline): z.input<typeof Pipeline> {
  const { status, at = 1_700_000_000 } = pipeline;
  const children = stepsOf(pipeline).map(({ name, state, exitCode }, index) => ({
    id: STEP_ID + index,
    pid: 2 + index,
    name,
    state,
    exit_code: exitCode,
    ...timesOf(state, at),
  }));
  return { ...presentListed(pipeline), workflows: [{ id: 1, pid: 1, name: 'woodpecker', state: status, children }] };
}

function timesOf(state: string, at: number): { started?: number; finished?: number } {
  const isOver = FINAL_STATUSES.has(state) && state !== 'skipped';
  return { ...(isOver || state === 'running' ? { started: at } : {}), ...(isOver ? { finished: at } : {}) };
}

/** Lines of a step; undefined where the pipeline has no such step. */
export function presentLog(pipeline: FakePipeline, id: number): z.input<typeof LogEntry>[] | undefined {
  return stepsOf(pipeline)[id - STEP_ID]?.log.map(presentLine(id));
}

const presentLine = (step: number) => (text: string, line: number) => ({
  id: line + 1,
  step_id: step,
  line,
  data: Buffer.from(`${text}\n`).toString('base64'),
});

function stepsOf({ status, log = [], steps }: FakePipeline): readonly FakeStep[] {
  return steps ?? [{ name: 'test', state: status, exitCode: status === 'failure' ? 1 : 0, log }];
}
