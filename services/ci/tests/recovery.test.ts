import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { repoGetRawFile } from '@mosaic/contracts/gitea';
import { type Pipeline, type Workflow, getRepoPipeline, getRepoPipelines } from '@mosaic/contracts/woodpecker';

import { isOnSqlite } from '@mosaic/testing/servers';

import { deliverPush } from '@mosaic/testing/fakes';

import { readEvents, SHA, startCi, TOKENS, type CiHarness } from './harness.ts';

let stack: CiHarness;
const children: ChildProcess[] = [];

beforeEach(async () => {
  stack = await startCi();
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await stack[Symbol.asyncDispose]();
});

const yaml = (sleep: string) =>
  `when: { event: push }\nskip_clone: true\nsteps:\n  - name: first\n    image: bash\n    commands: [x]\n  - name: long\n    image: bash\n    commands: [y]\n    environment: { SLEEP: ${sleep} }\n`;

/** Starts the service in a process of its own, on the same folder. */
async function startChild(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'ci-child.ts'),
      JSON.stringify({ ...stack.config }),
      join(stack.folder, 'key'),
      stack.accountsUrl,
      stack.forge.url,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return { child, url: text.trim() };
}

test('a workflow whose server was killed runs again as attempt 2', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': yaml('700ms') } } });
  const id = await stack.activate(repository);
  await stack.stop();

  const { child, url } = await startChild();
  const [hook] = repository.hooks;
  if (hook !== undefined) hook.url = hook.url.replace(/^http:\/\/[^/]+/, url);
  const events = await fetch(`${url}/api/stream/events`, { headers: { authorization: `Bearer ${TOKENS.core}` } });
  expect((await deliverPush(repository, { sha: SHA })).status).toBe(200);
  for await (const { data } of readEvents(events)) {
    const { pipeline } = JSON.parse(data) as { pipeline: { workflows: Workflow[] } };
    if (pipeline.workflows[0]?.children[1]?.state === 'running') break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');

  await stack.restart();
  const pipeline = await stack.settled(id, 1);
  expect(pipeline.status).toBe('success');
  expect(pipeline.workflows).toHaveLength(1);
  expect(pipeline.workflows[0]).toMatchObject({ attempt: 2, state: 'success' });
  expect(pipeline.workflows[0]?.children.map(({ state }) => state)).toEqual(['success', 'success']);
  expect(await stack.client('ada').call(getRepoPipelines, { repo_id: id })).toHaveLength(1);
  expect(stack.liveTokens.size).toBe(0);
});

test('a stream of logs that is taken up again after a restart begins with the first line of the next attempt', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': yaml('5s') } } });
  const id = await stack.activate(repository);
  const made = (await (await deliverPush(repository, { sha: SHA })).json()) as Pipeline;
  const step = made.workflows[0]?.children[1]?.id ?? 0;
  const firstLine = async (lastEventId: string) => {
    const headers = { authorization: `Bearer ${TOKENS.ada}`, 'last-event-id': lastEventId };
    const { value } = await readEvents(await fetch(`${stack.url}/api/stream/logs/${id}/1/${step}`, { headers })).next();
    return value;
  };
  const before = await firstLine('');
  expect(before).toMatchObject({ id: '1' });
  await stack.restart();
  const after = await firstLine('1');
  expect(after).toMatchObject({ id: '2.1' });
  expect(JSON.parse(after?.data ?? '{}')).toMatchObject({ line: 0, attempt: 2 });
});

test('a pipeline that was only a row when the server died is taken up', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': yaml('0s') } } });
  const id = await stack.activate(repository);
  await stack.stop();
  const { child, url } = await startChild();
  const [hook] = repository.hooks;
  if (hook !== undefined) hook.url = hook.url.replace(/^http:\/\/[^/]+/, url);
  stack.forge.fail(repoGetRawFile);
  const delivery = { sha: SHA, deliveryId: 'd-1' };
  const pending = deliverPush(repository, delivery).catch(() => null);
  await stack.forge.until(() => stack.forge.askedOf(repoGetRawFile).length > 0);
  child.kill('SIGKILL');
  await Promise.all([once(child, 'exit'), pending]);

  stack.forge.heal();
  await stack.restart();
  if (hook !== undefined) hook.url = hook.url.replace(/^http:\/\/[^/]+/, stack.url);
  expect(await (await deliverPush(repository, delivery)).json()).toMatchObject({ number: 1 });
  expect((await stack.settled(id, 1)).status).toBe('success');
  expect(await stack.client('ada').call(getRepoPipelines, { repo_id: id })).toHaveLength(1);
});

test('a pipeline that servers died of while they prepared it is given up in words', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': yaml('0s') } } });
  const id = await stack.activate(repository);
  await stack.stop();
  const { child, url } = await startChild();
  const [hook] = repository.hooks;
  if (hook !== undefined) hook.url = hook.url.replace(/^http:\/\/[^/]+/, url);
  stack.forge.fail(repoGetRawFile);
  const pending = deliverPush(repository, { sha: SHA }).catch(() => null);
  const reads = () => stack.forge.askedOf(repoGetRawFile).length;
  await stack.forge.until(() => reads() > 0);
  child.kill('SIGKILL');
  await Promise.all([once(child, 'exit'), pending]);
  for (let start = 0; start < 2; start++) {
    const before = reads();
    const next = await startChild();
    await stack.forge.until(() => reads() > before);
    next.child.kill('SIGKILL');
    await once(next.child, 'exit');
  }
  stack.forge.heal();
  await stack.restart();
  const pipeline = await stack.settled(id, 1);
  expect([pipeline.status, pipeline.errors?.map(({ message }) => message)]).toEqual(['error', [expect.stringContaining('ended 2 times')]]);
});

test('after three attempts it is given up in words', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': yaml('60s') } } });
  const id = await stack.activate(repository);
  await deliverPush(repository, { sha: SHA });
  await stack.settled(id, 1, new Set(['running']));
  await stack.stop();
  // As three dead runners would leave it.
  await edit('UPDATE queue SET state = ?, lease = ?, attempt = 3', 'leased', 'gone');
  await edit('UPDATE workflows SET attempt = 3, state = ?, started_at = 1', 'running');
  await stack.restart();
  const pipeline = await stack.settled(id, 1);
  expect(pipeline.status).toBe('failure');
  expect(pipeline.workflows[0]?.error).toContain('3 attempts');
});

test.runIf(isOnSqlite())('a workflow that cannot be dealt with at the start keeps neither the start nor the others', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': yaml('60s') } } });
  const id = await stack.activate(repository);
  for (const number of [1, 2]) {
    await deliverPush(repository, { sha: SHA, deliveryId: `d-${number}` });
    await stack.settled(id, number, new Set(['running', 'pending']));
  }
  await stack.stop();
  await edit('UPDATE queue SET state = ?, lease = ?, attempt = 3', 'leased', 'gone');
  await edit('UPDATE workflows SET attempt = 3, state = ?, started_at = 1', 'running');
  await edit("CREATE TRIGGER damaged BEFORE UPDATE ON workflows WHEN old.id = 1 BEGIN SELECT RAISE(ABORT, 'damaged'); END");
  await stack.restart();
  expect((await stack.settled(id, 2)).workflows[0]?.error).toContain('3 attempts');
  expect((await stack.client('ada').callOrNull(getRepoPipeline, { repo_id: id, pipeline_number: 1 }))?.workflows?.[0]?.state).toBe(
    'running',
  );
  await edit('DROP TRIGGER damaged');
});

test('the server itself stops what runs over its time', async () => {
  const repository = stack.forge.add({ id: 1, owner: 'ada', name: 'r', files: { [SHA]: { '.woodpecker.yaml': yaml('60s') } } });
  const other = stack.forge.add({ id: 2, owner: 'ada', name: 'o', files: { [SHA]: { '.woodpecker.yaml': yaml('0s') } } });
  const id = await stack.activate(repository);
  await stack.activate(other);
  await deliverPush(repository, { sha: SHA });
  await stack.settled(id, 1, new Set(['running']));
  await edit('UPDATE queue SET deadline_at = ?', 1);
  // Any change of the queue makes the watchdog look.
  await deliverPush(other, { sha: SHA });
  const pipeline = await stack.settled(id, 1);
  expect(pipeline.status).toBe('failure');
  expect(pipeline.workflows[0]?.error).toContain('limit of 60 minutes');
});

const edit = (sql: string, ...values: (string | number)[]) => stack.store.rows(sql, ...values);
