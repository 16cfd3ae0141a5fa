import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { issueCreateIssue } from '@mosaic/contracts/gitea';
import { ciPipelineGet, listAgents, notificationSend, taskComplete, taskHeartbeat, taskRelease } from '@mosaic/contracts/mosaic';

import { FakeNeighbours } from './fake-neighbours.ts';
import { startTony } from './harness.ts';

let fake: FakeNeighbours;
let folder: string;
beforeEach(async () => {
  fake = await FakeNeighbours.start();
  folder = mkdtempSync(join(tmpdir(), 'mosaic-tony-'));
});
afterEach(async () => {
  await fake[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 20 });
/** The transcript of a task, as it was handed in. */
const stepsOf = (key: string) => fake.mcp.state.transcripts.get(key) ?? [];
const failed = { pipelineNumber: 3, branch: 'main', sha: 'a'.repeat(40), resolved: false };

test('an agent claims its task, does it with a token of that attempt, and reports with the epoch', async () => {
  await using _tony = await startTony(fake, folder);
  const task = fake.addTask('triage', failed);
  await until(() => expect(task.state).toBe('completed'));
  expect(task.result).toEqual({ issue: 1, action: 'opened' });
  expect(fake.forge.askedOf(issueCreateIssue)).toMatchObject([
    { owner: 'ada', repo: 'hello', body: { title: 'Pipeline failed on main: step "test"' } },
  ]);
  for (const { asker } of fake.forge.calls) expect(fake.mcp.state.attemptOf(asker.token)).toBe('attempt 1 at key-1');
  const [claim, ...work] = fake.calls();
  expect(claim).toMatchObject({ tool: 'task_claim', token: 'triage-token' });
  expect(new Set(work.map(({ token }) => token))).toEqual(new Set(['attempt 1 at key-1']));
  expect(fake.calls().at(-1)).toMatchObject({
    tool: 'task_complete',
    input: { requestId: 'completed:key-1:1', epoch: 1, outcome: 'completed' },
  });
});

test('each role takes only its own tasks', async () => {
  await using _tony = await startTony(fake, folder);
  const other = fake.addTask('implementer', {});
  const broken = fake.addTask('reviewer', {});
  await until(() => expect(broken).toMatchObject({ state: 'blocked', reason: 'The task does not say which commit it is about.' }));
  expect(other.state).toBe('ready');
});

test('the lease is kept by heartbeats while the work goes on', async () => {
  const gate = Promise.withResolvers<void>();
  fake.forge.hold(null, gate.promise);
  await using _tony = await startTony(fake, folder, { heartbeatMs: 30 });
  const task = fake.addTask('triage', failed);
  await until(() => expect(fake.mcp.givenTo(taskHeartbeat).length).toBeGreaterThan(2));
  gate.resolve();
  await until(() => expect(task.state).toBe('completed'));
});

test('a lost lease ends the work: nothing is written, nothing is reported', async () => {
  const gate = Promise.withResolvers<void>();
  fake.forge.hold(null, gate.promise);
  await using _tony = await startTony(fake, folder, { heartbeatMs: 30 });
  const task = fake.addTask('triage', failed);
  await until(() => expect(fake.calls().some(({ tool }) => tool === 'task_claim')).toBe(true));
  fake.mcp.state.leasesAreLost = true;
  await until(() => expect(fake.calls().some(({ tool }) => tool === 'task_heartbeat')).toBe(true));
  // The loop asks for the next task only when it has let go of this one.
  const next = fake.addTask('triage', failed);
  await until(() => expect(next.state).toBe('in_progress'));
  gate.resolve();
  expect(task).toMatchObject({ state: 'in_progress', result: null });
  expect(
    fake
      .calls()
      .filter(({ tool, input }) => tool !== 'task_heartbeat' && input['key'] === task.key)
      .map(({ tool }) => tool),
  ).toEqual(['task_claim']);
});

test('a neighbour that is away costs no attempt: the task is given back and done later; the result is handed in when mcp is back', async () => {
  fake.mcp.fail(ciPipelineGet, { times: 1 });
  fake.mcp.fail(taskComplete, { times: 2 });
  await using _tony = await startTony(fake, folder);
  const task = fake.addTask('triage', failed);
  await until(() => expect(task.state).toBe('completed'));
  expect(task.attempts).toBe(0);
  expect(fake.mcp.givenTo(taskRelease)).toHaveLength(1);
  expect(fake.mcp.givenTo(taskComplete).filter(({ outcome }) => outcome === 'failed')).toHaveLength(0);
  expect(fake.forge.askedOf(issueCreateIssue)).toHaveLength(1);
});

test('a task that keeps failing is left to a person, with the reason', async () => {
  fake.mcp.fail(ciPipelineGet, { times: 3, code: 'forbidden' });
  await using _tony = await startTony(fake, folder);
  const task = fake.addTask('triage', failed);
  await until(() =>
    expect(task).toMatchObject({ state: 'blocked', attempts: 3, reason: expect.stringContaining('The fake was told to fail.') }),
  );
});

test('stopping gives the task back; the next start takes it up', async () => {
  const gate = Promise.withResolvers<void>();
  fake.forge.hold(null, gate.promise);
  const task = fake.addTask('triage', failed);
  const first = await startTony(fake, folder);
  await until(() => expect(task.state).toBe('in_progress'));
  await first[Symbol.asyncDispose]();
  expect(task.state).toBe('ready');
  gate.resolve();
  await using _second = await startTony(fake, folder);
  await until(() => expect(task.state).toBe('completed'));
});

test('what was done is handed in with the report, also of an attempt that fails; the secret of the attempt stands in none of it', async () => {
  await using _tony = await startTony(fake, folder);
  const task = fake.addTask('triage', failed);
  await until(() => expect(task.state).toBe('completed'));
  const steps = stepsOf(task.key);
  expect(steps.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    expect.stringMatching(/^call GET .*issues/),
    expect.stringMatching(/^call GET .*issues/),
    'step reading the pipeline',
    'call ci_pipeline_get',
    'call ci_pipeline_list',
    'step reading the log',
    'call ci_pipeline_log',
    'step opening the issue',
    expect.stringMatching(/^call POST .*issues$/),
    'end completed',
  ]);
  const broken = fake.addTask('reviewer', {});
  await until(() => expect(broken.state).toBe('blocked'));
  expect(stepsOf(broken.key).at(-1)).toMatchObject({ kind: 'end', text: 'failed: The task does not say which commit it is about.' });
});

test.each([
  ['calls', { toolCalls: 3 }, 'It used up its budget of 3 calls.'],
  ['time', { seconds: 1 }, 'It used up its budget of 1 s.'],
])('an agent is stopped where its budget ends: %s', async (what, budget, reason) => {
  fake.accounts.profiles.set('triage', { budget: { tokens: 0, seconds: 600, toolCalls: 2_000, ...budget } });
  const gate = Promise.withResolvers<void>();
  if (what === 'time') fake.forge.hold(null, gate.promise);
  await using _tony = await startTony(fake, folder);
  const task = fake.addTask('triage', failed);
  await until(() => expect(task).toMatchObject({ attempts: expect.toSatisfy((attempts) => attempts > 0), reason }));
  gate.resolve();
  expect(fake.forge.askedOf(issueCreateIssue)).toEqual([]);
});

test('an agent that is disabled gets no work; once it is enabled it does', async () => {
  fake.accounts.profiles.set('triage', { state: 'disabled' });
  await using _tony = await startTony(fake, folder, { lookMs: 20 });
  const looks = () => fake.accounts.askedOf(listAgents).length;
  const idle = async (task: { state: string }) => {
    const before = looks();
    await until(() => expect(looks()).toBeGreaterThan(before + 2));
    expect(task.state).toBe('ready');
  };
  const task = fake.addTask('triage', failed);
  await idle(task);
  fake.accounts.profiles.clear();
  await until(() => expect(task.state).toBe('completed'));
  fake.accounts.profiles.set('triage', { state: 'disabled' });
  const before = looks();
  await until(() => expect(looks()).toBeGreaterThan(before + 2));
  await idle(fake.addTask('triage', failed));
});

test('people are told once each, also after a restart; one who is gone holds nobody up', async () => {
  fake.mcp.state.strangers.add('gone');
  fake.mcp.fail(notificationSend, { times: 1 });
  const first = await startTony(fake, folder);
  fake.finishRun({ concerned: ['gone', 'ada', 'bob', 'ada'] });
  await until(() => expect(fake.mcp.state.inbox).toHaveLength(2));
  await first[Symbol.asyncDispose]();
  await using _second = await startTony(fake, folder);
  fake.finishRun({ outcome: 'failed', summary: 'step test exited 1' });
  await until(() => expect(fake.mcp.state.inbox).toHaveLength(3));
  expect(fake.mcp.state.inbox).toMatchObject([
    { login: 'ada', title: 'hello is live: Say hello', requestId: 'mcp-1:ada' },
    { login: 'bob', title: 'hello is live: Say hello', requestId: 'mcp-1:bob' },
    { login: 'ada', title: 'Pipeline #2 failed on main: step test exited 1', requestId: 'mcp-2:ada' },
  ]);
});
