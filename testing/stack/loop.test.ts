import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { callTool, deploymentList, inboxList, listAudit, SERVICE_NAMES } from '@mosaic/contracts/mosaic';

import { repoGetBranch, repoListStatusesByRef } from '@mosaic/contracts/gitea';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { mosaic, TestStack, until } from './src/index.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await TestStack.create();
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

interface DemoAnswer {
  repository: string;
  traceId: string;
  site: string;
  hops: { name: string; ms: number }[];
  issue: { number: number; title: string; body: string; closed: boolean } | null;
}

async function demo(...words: string[]): Promise<DemoAnswer> {
  const { code, stdout, stderr } = await mosaic(stack.home, ['demo', '--json', ...words]);
  expect(code, `${stderr}\n${code === 0 ? '' : await stack.log()}`).toBe(0);
  return JSON.parse(stdout) as DemoAnswer;
}

test('a push travels to a live site, a reviewed commit and a notification', async () => {
  const answer = await demo();
  expect(answer.hops.map((hop) => hop.name)).toEqual(expect.arrayContaining(['push', 'pipeline', 'deployment', 'notification', 'site']));

  const root = await stack.person('root', 'administrator');
  const { entries } = await callTool(root.mcp, inboxList, {});
  expect(entries.filter((entry) => entry.traceId === answer.traceId)).toHaveLength(1);
  const { deployments } = await callTool(root.mcp, deploymentList, { repository: answer.repository });
  expect(deployments.filter((deployment) => deployment.traceId === answer.traceId).map((deployment) => deployment.state)).toEqual(['live']);
  const [live] = deployments;
  const drop = (...args: string[]) => mosaic(stack.home, ['site', 'drop', live?.project ?? '', ...args]);
  expect(await drop(String(live?.id))).toMatchObject({ code: 1, stderr: expect.stringContaining('is live') });
  expect(await drop('999999')).toMatchObject({ code: 0, stdout: expect.stringContaining('holds no files of deployment #999999') });
  await until('the audit of what the operator did', async () => {
    const { records } = await stack.accounts().call(listAudit, { query: { order: 'desc', limit: 100 } });
    return records.some((record) => JSON.stringify(record).includes('"deployment":999999')) ? true : null;
  });
  const head = (await root.forge.callOrNull(repoGetBranch, { owner: 'root', repo: 'hello', branch: 'main' }))?.commit.id ?? '';
  const statuses = await root.forge.callPage(repoListStatusesByRef, { owner: 'root', repo: 'hello', ref: head });
  expect(statuses.items.map((status) => [status.context, status.status])).toEqual(
    expect.arrayContaining([
      ['ci/woodpecker/push/woodpecker', 'success'],
      ['mosaic/review', 'success'],
    ]),
  );
});

test('a stack that is well warns of no fault', async () => {
  // Warnings without one tell of a slow machine.
  const isFault = (line: string) => /^{"level":[4-6]0,.*"err":/.test(line);
  expect((await stack.log()).split('\n').filter(isFault)).toEqual([]);
});

test('a broken build opens an issue with the failing lines, and mending it closes the issue', async () => {
  const { issue } = await demo('--failure');
  expect(issue?.closed).toBe(true);
  expect(issue?.title).toContain('test');
  expect(issue?.body).toContain('expected <title>goodbye</title>');
  expect(issue?.body).toMatch(/exit(ed|\s+code)[^\n]*3/i);
});

test('the status says how steps are fenced, in which network, and why', async () => {
  const { stdout } = await mosaic(stack.home, ['status', '--json']);
  const { services } = JSON.parse(stdout) as { services: { name: string; note?: string }[] };
  const note = services.find(({ name }) => name === 'ci')?.note ?? '';
  expect(note).toMatch(/^Steps (?:are fenced by (?:bubblewrap|unshare), .*network (?:of its own|is this machine's) \(|cannot be fenced)/);
  expect(services.filter((service) => service.note !== undefined)).toHaveLength(1);
});

test('everything is still there after a restart, and every service is well', async () => {
  expect(await stack.stop()).toBe(0);
  await stack.start();
  const { code, stdout } = await mosaic(stack.home, ['status', '--json']);
  expect(code, stdout).toBe(0);
  const { services } = JSON.parse(stdout) as { services: { name: string; state: string }[] };
  expect(services.map((service) => service.name).toSorted()).toEqual(SERVICE_NAMES.toSorted());
  await demo();
});

test('a stack that moved to other ports goes on where it was', async () => {
  expect(await stack.stop()).toBe(0);
  await stack.startElsewhere();
  const { site } = await demo();
  expect(site).toBe(`http://hello.localhost:${stack.ports.edge}`);
});

test('what the consumers of any service have put aside is listed and tried again by the command', async () => {
  const event = { seq: 7, id: 'e7', source: 'mcp', type: 'dev.mosaic.session.ended', subject: 'ada', time: new Date().toISOString() };
  const parked = JSON.stringify({ ...event, traceId: 'f'.repeat(32), actor: 'ada', data: { login: 'ada' } });
  for (const service of ['accounts', 'core', 'tony', 'forge']) {
    using database = openDatabaseFile(join(stack.home, 'data', service, `${service}.db`));
    database
      .prepare(`insert into event_parked (consumer, seq, event, error, attempts, parked_at, replay) values ('gone', 7, ?, 'No.', 1, 0, 0)`)
      .run(parked);
  }
  const list = async () =>
    JSON.parse((await mosaic(stack.home, ['event', 'list', '--json'])).stdout) as { service: string; replay: boolean }[];
  expect((await list()).map(({ service }) => service)).toEqual(['accounts', 'forge', 'core', 'tony']);
  const { stdout } = await mosaic(stack.home, ['status', '--json']);
  const { services } = JSON.parse(stdout) as { services: { name: string; state: string }[] };
  expect(services.filter(({ state }) => state === 'degraded').map(({ name }) => name)).toEqual(['accounts', 'forge', 'core', 'tony']);
  const root = await stack.person('root', 'administrator');
  const eve = await stack.person('eve');
  const toldTo = async (person: typeof root) =>
    (await callTool(person.mcp, inboxList, {})).entries.filter(({ title }) => title.includes('aside'));
  await expect.poll(async () => (await toldTo(root)).length, { timeout: 20_000 }).toBe(4);
  for (const { body, url } of await toldTo(root)) {
    expect(body).toMatch(/`gone`[^]*Event 7[^]*No\.[^]*mosaic event replay --service (accounts|core|tony|forge) --consumer gone/);
    expect(url).toMatch(/\/-\/system\/health$/);
  }
  expect(await toldTo(eve)).toEqual([]);
  expect(await mosaic(stack.home, ['event', 'replay', '--service', 'core'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 will'),
  });
  expect((await list()).filter(({ replay }) => replay).map(({ service }) => service)).toEqual(['core']);
  const unknown = await mosaic(stack.home, ['event', 'replay', '--service', 'cors']);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('no service cors')]);
});
