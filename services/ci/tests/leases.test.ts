import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { logText, getRepoLogs, getRepoPipeline } from '@mosaic/contracts/woodpecker';
import type { Assignment, Peer, StepState, WorkflowState } from '@mosaic/engines/pipeline';
import { openFileBlobs } from '@mosaic/platform/blobs';
import { openStore, toJson } from '@mosaic/platform/db';
import { createLocalBus, openEventLog } from '@mosaic/platform/events';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';
import { isOnSqlite } from '@mosaic/testing/servers';

import { MIGRATIONS } from '../src/db/list.ts';
import type { CiTables } from '../src/db/schema.ts';
import { LogStore } from '../src/logs/log-store.ts';
import { WorkflowLifecycle } from '../src/pipelines/workflow-lifecycle.ts';
import { Queue } from '../src/queue/queue.ts';
import { CloneTokens } from '../src/runner/clone-tokens.ts';
import { RunnerPeer } from '../src/runner/peer.ts';
import { deliverPush } from '@mosaic/testing/fakes';

import { SHA, startCi, type CiHarness } from './harness.ts';

const YAML = 'when: { event: push }\nskip_clone: true\nlabels: { site: LABEL }\nsteps:\n  - name: s\n    image: bash\n    commands: [x]\n';
const STARTED: WorkflowState = { started: Date.now() / 1000, finished: 0, error: '', canceled: false, interrupted: false };

let stack: CiHarness;
let elsewhere: Stack;
beforeEach(async () => {
  stack = await startCi();
  elsewhere = new Stack();
});
afterEach(async () => {
  await elsewhere[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
});

/**
 * A process beside the server, on the same rows; with each call another one, which knows nothing of the former. The server is stopped
 * meanwhile: on SQLite two that write from one thread would wait for each other for ever.
 */
async function openElsewhere({ pollMs }: { pollMs?: number } = {}) {
  const log = silentLog();
  const bus = createLocalBus();
  const { location } = stack.store;
  const store = elsewhere.use(await openStore<CiTables>({ location, migrations: MIGRATIONS, log }));
  const events = await openEventLog<CiTables>({ source: 'ci', store, bus });
  const blobs = await openFileBlobs(join(stack.folder, 'ci', 'blobs'));
  const lifecycle = new WorkflowLifecycle({ bus, publicUrl: 'http://localhost:8080' });
  const queue = new Queue({ store, events, bus, lifecycle, log, leaseMs: 60_000 });
  const accounts = () => Promise.reject(new Error('Nothing here asks accounts.'));
  const deps = {
    store,
    events,
    bus,
    blobs,
    keyring: openKeyring(join(stack.folder, 'key')),
    queue,
    lifecycle,
    logs: new LogStore(blobs, bus, { logBytes: 1_000_000, logLines: 1_000 }),
    cloneTokens: new CloneTokens({ accounts, store, events, log }),
    log,
    maxArtifactBytes: 1_000_000,
    ...(pollMs === undefined ? {} : { pollMs }),
  };
  return {
    store,
    queue,
    peerOf: (id: number): Peer => new RunnerPeer(deps, { id, backend: 'docker' }),
    async addAgent(name: string): Promise<number> {
      const now = Date.now();
      const labels = toJson({ site: name });
      const times = { last_contact: now, last_work: 0, created_at: now, updated_at: now };
      const row = { name, backend: 'docker', platform: 'linux/amd64', version: '3', capacity: 1, labels, no_schedule: 0, in_process: 0 };
      const { id } = await events.transact(({ db }) =>
        db
          .insertInto('agents')
          .values({ ...row, ...times })
          .returning('id')
          .executeTakeFirstOrThrow(),
      );
      return id;
    },
    endLease: (workflowId: number) =>
      events.transact(({ db }) => db.updateTable('queue').set({ lease_until: 1 }).where('workflow_id', '=', workflowId).execute()),
  };
}

async function pushFor(label: string, ...names: string[]): Promise<number> {
  const paths = names.length === 0 ? ['.woodpecker.yaml'] : names.map((name) => `.woodpecker/${name}.yaml`);
  const files = { [SHA]: Object.fromEntries(paths.map((path) => [path, YAML.replace('LABEL', label)])) };
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files });
  const id = await stack.activate(repository);
  expect((await deliverPush(repository, { sha: SHA })).status).toBe(200);
  await stack.stop();
  return id;
}

async function take(peer: Peer, label: string): Promise<{ id: string; step: string; assignment: Assignment }> {
  const assignment = await peer.next({ site: label }, AbortSignal.timeout(5_000));
  if (assignment === null) throw new Error('Nothing was handed out.');
  return { id: assignment.workflowId, step: assignment.config.steps[0]?.uuid ?? '', assignment };
}

const step = (stepUuid: string, change: Partial<StepState>): StepState => ({
  stepUuid,
  started: 1,
  finished: 0,
  exited: false,
  exitCode: 0,
  error: '',
  canceled: false,
  skipped: false,
  ...change,
});

test('a lease of an agent elsewhere goes on over a start of the server, whichever process hears the agent', async () => {
  const repositoryId = await pushFor('far');
  const first = await openElsewhere();
  const agentId = await first.addAgent('far');
  const before = first.peerOf(agentId);
  const { id, step: uuid } = await take(before, 'far');
  await before.init(id, STARTED);
  await before.update(id, step(uuid, {}));

  const workflowId = Number(id.split('.')[0]);
  await stack.store.insert('clone_tokens', ...[workflowId, 4711].map((of) => ({ token_id: `of-${of}`, workflow_id: of, created_at: 1 })));
  await stack.restart();
  await expect.poll(() => stack.store.rows('SELECT token_id FROM clone_tokens')).toEqual([{ token_id: `of-${workflowId}` }]);
  await stack.stop();
  const after = (await openElsewhere()).peerOf(agentId);
  await after.extend(id);
  await after.log(id, [{ stepUuid: uuid, time: 0, line: 0, type: 0, data: 'said after the start' }]);
  await after.update(id, step(uuid, { exited: true, finished: 2 }));
  await after.done(id, { ...STARTED, finished: 2 });
  await stack.restart();
  const pipeline = await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 });
  expect(pipeline?.status).toBe('success');
  expect(pipeline?.workflows[0]).toMatchObject({ attempt: 1, agent_id: agentId });
  const lines = await stack
    .client('ada')
    .call(getRepoLogs, { repo_id: repositoryId, pipeline_number: 1, step_id: pipeline?.workflows[0]?.children[0]?.id ?? 0 });
  expect(lines.map(logText)).toEqual(['said after the start']);
});

test('a former token is refused to everybody, and the present one to all but its agent', async () => {
  const repositoryId = await pushFor('far');
  const process = await openElsewhere();
  const [former, present] = [process.peerOf(await process.addAgent('far')), process.peerOf(await process.addAgent('far'))];
  const { id: formerId, step: uuid, assignment } = await take(former, 'far');
  await former.init(formerId, STARTED);
  await process.endLease(Number(assignment.workflowId.split('.')[0]));
  await process.queue.reap();
  const { id: presentId } = await take(present, 'far');
  expect(presentId).not.toBe(formerId);
  await present.init(presentId, STARTED);

  const foreign = presentId.replace(/[^.]+$/, randomUUID());
  const otherAttempt = presentId.replace(/^(\d+)\.\d+/, '$1.1');
  for (const [peer, id] of [
    [former, formerId],
    [present, formerId],
    [former, presentId],
    [present, foreign],
    [present, otherAttempt],
  ] as const) {
    const calls = [
      () => peer.init(id, STARTED),
      () => peer.extend(id),
      () => peer.update(id, step(uuid, { exited: true, exitCode: 1 })),
      () => peer.log(id, [{ stepUuid: uuid, time: 0, line: 0, type: 0 as const, data: 'forged' }]),
      () => peer.uploadArtifact(id, { name: 'forged', stepUuid: uuid, tar: Readable.from([Buffer.alloc(1024)]) }),
      () => peer.done(id, { ...STARTED, finished: 2, error: 'forged' }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'stale_lease' });
    expect(await peer.wait(id, AbortSignal.timeout(5_000))).toEqual({ canceled: true });
  }
  await expect(present.extend('1.1.nothing')).rejects.toMatchObject({ code: 'not_found' });

  const rows = await process.store.read(async (db) => ({
    workflow: await db.selectFrom('workflows').select(['state', 'attempt', 'error']).executeTakeFirst(),
    step: await db.selectFrom('steps').select('state').executeTakeFirst(),
    artifacts: await db.selectFrom('artifacts').selectAll().execute(),
  }));
  expect(rows).toEqual({ workflow: { state: 'running', attempt: 2, error: '' }, step: { state: 'pending' }, artifacts: [] });
  await present.update(presentId, step(uuid, {}));
  await present.update(presentId, step(uuid, { exited: true, finished: 2 }));
  await present.done(presentId, { ...STARTED, finished: 2 });
  await stack.restart();
  const done = await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 });
  expect(done?.status).toBe('success');
  expect(
    await stack
      .client('ada')
      .call(getRepoLogs, { repo_id: repositoryId, pipeline_number: 1, step_id: done?.workflows[0]?.children[0]?.id ?? 0 }),
  ).toEqual([]);
});

// A file of SQLite serves one process.
const testOfTwoServers = isOnSqlite() ? () => undefined : test;
testOfTwoServers('of two servers that hand out at once, one does', async () => {
  await pushFor('far');
  const servers = [await openElsewhere(), await openElsewhere()];
  const ids = await Promise.all(servers.map((server) => server.addAgent('far')));
  for (let round = 0; round < 20; round++) {
    const claims = await Promise.all(servers.map(({ queue }, at) => queue.claim({ id: ids[at] ?? 0, labels: { site: 'far' } })));
    const leases = claims.filter((lease) => lease !== null);
    expect(leases).toHaveLength(1);
    for (const lease of leases) await servers[0]?.queue.release(lease);
  }
});

test('a step of another workflow is not the lease’s to tell of, though its agent runs both', async () => {
  await pushFor('far', 'a', 'b');
  const process = await openElsewhere();
  const peer = process.peerOf(await process.addAgent('far'));
  const [one, other] = [await take(peer, 'far'), await take(peer, 'far')];
  await peer.update(one.id, step(one.step, {}));
  await expect(peer.update(other.id, step(one.step, { exited: true, exitCode: 1 }))).rejects.toMatchObject({ code: 'not_found' });
  const states = await process.store.read((db) => db.selectFrom('steps').select(['uuid', 'state']).execute());
  expect(states).toContainEqual({ uuid: one.step, state: 'running' });
});

test('an agent elsewhere is counted on while it asks, and gets its work however long it was silent', async () => {
  const repositoryId = await pushFor('far');
  const process = await openElsewhere({ pollMs: 20 });
  const agentId = await process.addAgent('far');
  const peer = process.peerOf(agentId);
  const contact = async () =>
    Number((await stack.store.rows('SELECT last_contact FROM agents WHERE id = ?', agentId))[0]?.['last_contact']);
  const waiting = async () =>
    (await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: repositoryId, pipeline_number: 1 }))?.workflows[0]?.waiting;
  const silence = () => stack.store.rows('UPDATE agents SET last_contact = 1 WHERE id = ?', agentId);
  await silence();
  await stack.restart();
  expect(await waiting()).toContain('No runner has the labels site=far');
  await stack.stop();
  expect(await peer.next({ site: 'near' }, AbortSignal.timeout(5_000))).toBeNull();
  expect(await contact()).toBeGreaterThan(Date.now() - 60_000);
  await stack.restart();
  expect(await waiting()).toBe('It is about to start.');
  await stack.stop();
  await silence();
  expect((await take(peer, 'far')).id).toMatch(/^\d+\.1\./);
});

test('what cannot be handed out goes back, and the attempt does not count', async () => {
  await pushFor('far');
  const process = await openElsewhere();
  const peer = process.peerOf(await process.addAgent('far'));
  const { payload } = await process.store.read((db) => db.selectFrom('workflows').select('payload').executeTakeFirstOrThrow());
  const seal = (text: string) => process.store.transact(({ db }) => db.updateTable('workflows').set({ payload: text }).execute());
  await seal('damaged');
  await expect(peer.next({ site: 'far' }, AbortSignal.timeout(5_000))).rejects.toThrow();
  await seal(payload);
  expect((await take(peer, 'far')).id).toMatch(/^\d+\.1\./);
});
