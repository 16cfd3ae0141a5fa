import type { Selectable } from 'kysely';

import { type EventRecord, type Hop, refUpdated } from '@mosaic/contracts/mosaic';

import type { DeploymentTable, McpTables, TaskTable } from '../db/schema.ts';

/** Everything that is known of one trace. */
export interface Trail {
  /** Oldest first. */
  events: readonly EventRecord[];
  deployments: readonly Selectable<DeploymentTable>[];
  tasks: readonly TaskTable[];
  notifications: readonly Pick<Selectable<McpTables['inbox']>, 'login' | 'outcome' | 'url' | 'created_at'>[];
}

/** The hops of a journey in the order of their beginning. Addresses are below `publicUrl`. Pure. */
export function hopsOf(publicUrl: string, { events, deployments, tasks, notifications }: Trail): Hop[] {
  return [
    ...changeHops(publicUrl, events),
    ...pullRequestHops(publicUrl, events),
    ...pipelineHops(publicUrl, events),
    ...deployments.map((row) => deploymentHop(publicUrl, row)),
    ...tasks.map((row) => taskHop(publicUrl, row)),
    ...notifications.map((row): Hop => ({
      kind: 'notification',
      title: `Notification to ${row.login}`,
      detail: '',
      state: 'ok',
      url: row.url,
      startedAt: row.created_at,
      durationMs: 0,
    })),
  ].toSorted((a, b) => a.startedAt - b.startedAt || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: Hop['kind'][] = ['change', 'pull_request', 'pipeline', 'deployment', 'task', 'notification'];

function changeHops(publicUrl: string, events: readonly EventRecord[]): Hop[] {
  return events
    .filter((event) => event.type === refUpdated.type)
    .map(({ data, time }) => {
      const startedAt = numberOf(data.startedAt, time);
      return {
        kind: 'change',
        title: textOf(data.title),
        detail: `${textOf(data.ref).replace(/^refs\/(heads|tags)\//, '')} at ${textOf(data.after).slice(0, 10)}`,
        state: 'ok',
        url: `${publicUrl}/${textOf(data.repository)}/commit/${textOf(data.after)}`,
        startedAt,
        durationMs: Math.max(0, time - startedAt),
      };
    });
}

const PULL_REQUEST = /^dev\.mosaic\.pull_request\.(opened|edited|synchronized|closed|reopened|merged)$/;

/** What was done with pull requests, without a duration of its own. */
function pullRequestHops(publicUrl: string, events: readonly EventRecord[]): Hop[] {
  return events.flatMap(({ type, data, time }): Hop[] => {
    const what = PULL_REQUEST.exec(type)?.[1];
    if (what === undefined) return [];
    return [
      {
        kind: 'pull_request',
        title: `Pull request #${String(data.number)} ${what === 'synchronized' ? 'has new commits' : what}`,
        detail: textOf(data.title),
        state: 'ok',
        url: `${publicUrl}/${textOf(data.repository)}/pulls/${String(data.number)}`,
        startedAt: time,
        durationMs: 0,
      },
    ];
  });
}

const PIPELINE = /^dev\.cdevents\.pipelinerun\.(queued|started|finished)$/;

function pipelineHops(publicUrl: string, events: readonly EventRecord[]): Hop[] {
  const hops = new Map<string, Hop>();
  for (const { type, data, time } of events) {
    const phase = PIPELINE.exec(type)?.[1];
    if (phase === undefined) continue;
    const key = `${textOf(data.repository)}/${String(data.number)}`;
    const hop: Hop = hops.get(key) ?? {
      kind: 'pipeline',
      title: `Pipeline ${String(data.number)}`,
      detail: '',
      state: 'waiting',
      url: `${publicUrl}/${textOf(data.repository)}/pipelines/${String(data.number)}`,
      startedAt: time,
      durationMs: null,
    };
    if (phase === 'started' && hop.state === 'waiting') hop.state = 'running';
    if (phase === 'finished') {
      hop.state = pipelineState(textOf(data.status));
      hop.detail = textOf(data.status);
      hop.durationMs = Math.max(0, time - hop.startedAt);
    }
    hops.set(key, hop);
  }
  return [...hops.values()];
}

function pipelineState(status: string): Hop['state'] {
  if (status === 'success') return 'ok';
  return status === 'killed' || status === 'canceled' || status === 'skipped' ? 'cancelled' : 'fail';
}

const DEPLOYMENT_STATE: Record<string, Hop['state']> = {
  requested: 'waiting',
  running: 'running',
  live: 'ok',
  superseded: 'ok',
  failed: 'fail',
};

function deploymentHop(publicUrl: string, row: Selectable<DeploymentTable>): Hop {
  const startedAt = row.requested_at;
  return {
    kind: 'deployment',
    title: `${row.rollback_of === null ? 'Deployment' : 'Roll-back'} to ${row.environment}`,
    detail: row.state === 'failed' ? row.reason : row.url,
    state: DEPLOYMENT_STATE[row.state] ?? 'waiting',
    url: `${publicUrl}/-/projects/${row.project}/deployments/${row.id}`,
    startedAt,
    durationMs: row.finished_at === null ? null : Math.max(0, row.finished_at - startedAt),
  };
}

const TASK_STATE: Record<string, Hop['state']> = {
  in_progress: 'running',
  completed: 'ok',
  validated: 'ok',
  archived: 'ok',
  failed: 'fail',
  blocked: 'fail',
  cancelled: 'cancelled',
};

function taskHop(publicUrl: string, row: TaskTable): Hop {
  const startedAt = row.created_at;
  const state = TASK_STATE[row.state] ?? 'waiting';
  return {
    kind: 'task',
    title: row.title,
    detail: row.reason === '' ? `${row.role}, ${row.id}` : row.reason,
    state,
    url: `${publicUrl}/-/projects/${row.project}/tasks/${row.id}`,
    startedAt,
    durationMs: state === 'waiting' || state === 'running' ? null : Math.max(0, row.updated_at - startedAt),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? Math.round(value) : otherwise;
}
