import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';

import { repoCreateHook, repoCreateStatus, repoListBranches, repoTestHook, type GiteaClient } from '@mosaic/contracts/gitea';
import { deliverEvent, listDeliveries, nativeCalls, viewRepositories } from '@mosaic/contracts/mosaic';

import { eventually, startForge, startReceiver, TOKENS, type ForgeHarness, type Receiver } from './harness.ts';

/* What of webhooks is ours alone, deliveries above all; the rest is required (contracts/gitea/src/requirements.ts). */

let bench: ForgeHarness;
let receiver: Receiver;
let given = { owner: 'ada', repo: '' };
let count = 0;
let ada: GiteaClient;
beforeAll(async () => {
  receiver = await startReceiver();
  bench = await startForge({ config: { allowedHookHosts: [receiver.host], hookBackoffMs: [10, 10] } });
  ada = bench.as(TOKENS.ada);
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});
/** A repository with one push for each test. */
beforeEach(async () => {
  receiver.received.length = 0;
  given = { ...given, repo: `hooks-${count++}` };
  await ada.createRepository({ name: given.repo, auto_init: true });
});

type NewHook = z.input<typeof repoCreateHook.body>;
const add = (body: NewHook) =>
  ada.call(repoCreateHook, { ...given, body: { active: true, ...body, config: { url: receiver.url, ...body.config } } });
const deliveriesOf = async (id: number) => (await nativeCalls(bench.send(TOKENS.ada)).call(listDeliveries, { id })).deliveries;
const settledOf = (id: number) =>
  eventually(
    () => deliveriesOf(id),
    (deliveries) => deliveries.length > 0 && deliveries.every(({ state }) => state !== 'waiting'),
  );
const got = async (so: number) => {
  await receiver.until(so);
  return receiver.received.map(({ headers }) => headers['x-gitea-event']);
};

test('a new one needs no more than an address', async () => {
  expect(await ada.call(repoCreateHook, { ...given, body: { config: { url: receiver.url } } })).toMatchObject({
    type: 'gitea',
    events: ['push'],
    branch_filter: '',
    active: false,
    config: { url: receiver.url, content_type: 'json' },
  });
});

test('earlier pushes are delivered where that is asked for', async () => {
  const later = await add({});
  const earlier = await add({ deliver_earlier: true });
  expect(await settledOf(earlier.id)).toMatchObject([{ hookId: earlier.id, event: 'push', state: 'delivered', attempts: 1, status: 200 }]);
  expect(await deliveriesOf(later.id)).toEqual([]);
});

test('tried out, and an event of the past delivered to it', async () => {
  const { id } = await add({ active: true });
  expect(await ada.call(repoTestHook, { ...given, id })).toBeUndefined();
  expect(await got(1)).toEqual(['push']);
  const pushed = (await bench.events()).findLast(
    ({ type, subject }) => type === 'dev.mosaic.ref.updated' && subject === `ada/${given.repo}`,
  );
  expect(await nativeCalls(bench.send(TOKENS.ada)).call(deliverEvent, { id, body: { eventId: pushed?.id ?? '' } })).toEqual({});
  expect(await got(2)).toEqual(['push', 'push']);
  const deliveries = await eventually(
    () => settledOf(id),
    (settled) => settled.length === 2,
  );
  expect(deliveries[0]).toMatchObject({
    hookId: id,
    eventId: pushed?.id,
    event: 'push',
    state: 'delivered',
    finishedAt: expect.any(Number) as number,
  });
  const eve = nativeCalls(bench.send(TOKENS.eve));
  await expect(eve.call(listDeliveries, { id })).rejects.toMatchObject({ status: 404 });
});

test('of two statuses that are alike each is told as itself', async () => {
  const made = [];
  for (const description of ['first', 'second'])
    made.push(await ada.call(repoCreateStatus, { ...given, sha: 'main', body: { state: 'failure', context: 'ci', description } }));
  const { id } = await add({ events: ['status'] });
  const told = (await bench.events()).filter(
    ({ type, subject }) => type === 'dev.mosaic.commit-status.created' && subject === `ada/${given.repo}`,
  );
  for (const event of told) await nativeCalls(bench.send(TOKENS.ada)).call(deliverEvent, { id, body: { eventId: event.id } });
  await receiver.until(2);
  const bodies = receiver.received.map(({ body }) => JSON.parse(body) as { id: number; description: string });
  expect(bodies.map((body) => [body.id, body.description])).toEqual(made.map((status) => [status.id, status.description]));
});

test('a branch that is damaged is listed as that, and the others stay', async () => {
  const { id = 0 } = (await ada.getRepository('ada', given.repo)) ?? {};
  await writeFile(join(bench.folder, 'forge/repositories', `${id}.git/refs/heads/broken`), '');
  expect((await ada.call(repoListBranches, given)).map(({ name, damaged = false }) => [name, damaged])).toEqual([
    ['broken', true],
    ['main', false],
  ]);
});

test('one whom nobody knows sees nothing, public repositories neither', async () => {
  const body = { login: 'nobody-of-this-name', repositories: [`ada/${given.repo}`] };
  expect(await nativeCalls(bench.send(TOKENS.ci)).call(viewRepositories, { body })).toEqual({ repositories: [] });
});
