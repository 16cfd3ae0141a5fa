import { expect, test } from 'vitest';

import {
  explainQueue,
  fits,
  freePlaces,
  readyEntries,
  shouldRun,
  type QueueAgent,
  type QueueEntry,
  type QueueSnapshot,
} from './queue-policy.ts';

const LOCAL: QueueAgent = { id: 1, labels: { backend: 'local', repo: '*' }, capacity: 1, isPaused: false };

function entry(change: Partial<QueueEntry> & { workflowId: number; pipelineId: number }): QueueEntry {
  return {
    repositoryId: 1,
    owner: 'ada',
    ref: 'refs/heads/main',
    name: 'w',
    pid: 1,
    state: 'pending',
    agentId: 0,
    attempt: 1,
    labels: {},
    dependsOn: [],
    ...change,
  };
}

function snapshot(entries: QueueEntry[], change: Partial<QueueSnapshot> = {}): QueueSnapshot {
  const ids = [...new Set(entries.map(({ pipelineId }) => pipelineId))];
  return {
    entries,
    openPipelines: ids.map((id) => ({
      id,
      number: id,
      repositoryId: entries.find(({ pipelineId }) => pipelineId === id)?.repositoryId ?? 1,
      ref: entries.find(({ pipelineId }) => pipelineId === id)?.ref ?? '',
    })),
    workflows: [],
    agents: [LOCAL],
    ...change,
  };
}

test('the oldest pipeline of a branch goes first, other branches beside it', () => {
  const queue = snapshot([
    entry({ workflowId: 3, pipelineId: 3, ref: 'refs/heads/dev' }),
    entry({ workflowId: 2, pipelineId: 2 }),
    entry({ workflowId: 1, pipelineId: 1 }),
  ]);
  expect(readyEntries(queue, LOCAL).map(({ workflowId }) => workflowId)).toEqual([1, 3]);
  expect(explainQueue(queue).get(2)).toBe('Pipeline 1 of the same branch goes first.');
});

test('who has least running goes first, then who came first', () => {
  const branch = (pipelineId: number, change: Partial<QueueEntry> = {}) =>
    entry({ workflowId: pipelineId, pipelineId, ref: `refs/heads/${pipelineId}`, ...change });
  const bob = { owner: 'bob', repositoryId: 2 };
  const queue = snapshot([
    branch(1, { state: 'leased', agentId: 1 }),
    branch(2, { state: 'leased', agentId: 1 }),
    branch(3),
    branch(4),
    branch(5, { ...bob, state: 'leased', agentId: 1 }),
    branch(6, bob),
    branch(7, { owner: 'eve', repositoryId: 3 }),
  ]);
  expect(readyEntries(queue, LOCAL).map(({ workflowId }) => workflowId)).toEqual([7, 6, 3, 4]);
});

test('a pipeline that is still being prepared keeps its turn', () => {
  const queue = snapshot([entry({ workflowId: 2, pipelineId: 2 })], {
    openPipelines: [1, 2].map((id) => ({ id, number: id, repositoryId: 1, ref: 'refs/heads/main' })),
  });
  expect(readyEntries(queue, LOCAL)).toEqual([]);
});

test('labels choose; what no runner can take holds nobody up', () => {
  const queue = snapshot([
    entry({ workflowId: 1, pipelineId: 1, labels: { backend: 'docker' } }),
    entry({ workflowId: 2, pipelineId: 2, labels: { backend: 'local' } }),
  ]);
  expect(readyEntries(queue, LOCAL).map(({ workflowId }) => workflowId)).toEqual([2]);
  expect(explainQueue(queue).get(1)).toContain('backend=docker');
  expect(fits({ repo: 'a/b' }, LOCAL.labels)).toBe(true);
  expect(fits({ gpu: 'yes' }, LOCAL.labels)).toBe(false);
});

test('all axes of a dependency must be over', () => {
  const waiting = entry({ workflowId: 3, pipelineId: 1, name: 'deploy', dependsOn: ['build'] });
  const states = (second: string) => [
    { pipelineId: 1, name: 'build', state: 'success' },
    { pipelineId: 1, name: 'build', state: second },
  ];
  expect(readyEntries(snapshot([waiting], { workflows: states('running') }), LOCAL)).toEqual([]);
  expect(explainQueue(snapshot([waiting], { workflows: states('running') })).get(3)).toContain('"build"');
  expect(readyEntries(snapshot([waiting], { workflows: states('failure') }), LOCAL)).toHaveLength(1);
});

test('a ready entry says that the runners are busy', () => {
  const queue = snapshot([
    entry({ workflowId: 1, pipelineId: 1, state: 'leased', agentId: 1, ref: 'a' }),
    entry({ workflowId: 2, pipelineId: 2, ref: 'b' }),
  ]);
  expect(explainQueue(queue).get(2)).toContain('All 1 runners are busy');
});

test('a paused agent takes nothing, another does; what only paused ones could take says so and keeps its turn', () => {
  const paused: QueueAgent = { ...LOCAL, isPaused: true };
  const other: QueueAgent = { ...LOCAL, id: 2 };
  const entries = [entry({ workflowId: 1, pipelineId: 1 }), entry({ workflowId: 2, pipelineId: 2 })];
  expect(readyEntries(snapshot(entries, { agents: [paused, other] }), paused)).toEqual([]);
  expect(readyEntries(snapshot(entries, { agents: [paused, other] }), other).map(({ workflowId }) => workflowId)).toEqual([1]);
  const alone = explainQueue(snapshot(entries, { agents: [paused] }));
  expect(alone.get(1)).toContain('paused');
  expect(alone.get(2)).toContain('paused');
  expect(readyEntries(snapshot(entries, { agents: [other] }), LOCAL)).toEqual([]);
});

test('free places are those of agents that take work', () => {
  const agents: QueueAgent[] = [
    { ...LOCAL, capacity: 3 },
    { ...LOCAL, id: 2, capacity: 4, isPaused: true },
  ];
  const entries = [
    entry({ workflowId: 1, pipelineId: 1, state: 'leased', agentId: 1 }),
    entry({ workflowId: 2, pipelineId: 2, state: 'leased', agentId: 2 }),
    entry({ workflowId: 3, pipelineId: 3 }),
  ];
  expect(freePlaces({ agents, entries })).toBe(2);
});

test('without a runner the reason is the setting', () => {
  const queue = snapshot([entry({ workflowId: 1, pipelineId: 1 })], { agents: [{ ...LOCAL, capacity: 0 }] });
  expect(explainQueue(queue).get(1)).toContain('maxWorkflows');
});

test.each<[string[], string[], boolean]>([
  [['success'], ['success', 'success'], true],
  [['success'], ['success', 'failure'], false],
  [['failure'], ['success'], false],
  [['failure'], ['failure', 'success'], true],
  [['failure'], ['killed'], true],
  [['success', 'failure'], ['failure'], true],
  [['success', 'failure'], ['success'], true],
])('runs on %o after %o: %s', (runsOn, dependencies, expected) => {
  expect(shouldRun(runsOn, dependencies)).toBe(expected);
});
