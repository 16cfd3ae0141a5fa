import { expect, test } from 'vitest';

import { inboxList, type ParkedEvent, type SystemStatus } from '@mosaic/contracts/mosaic';

import { openFixture, startMcp, type Login, type McpHarness } from './harness.ts';

const parked = (changes: Partial<ParkedEvent> = {}): ParkedEvent => ({
  service: 'core',
  consumer: 'platform.events',
  seq: 7,
  type: 'dev.mosaic.ref.updated',
  subject: 'ada/hello',
  error: 'No `such` thing.\n# Not a heading',
  attempts: 10,
  parkedAt: 1,
  replay: false,
  ...changes,
});
const status = (changes: Partial<SystemStatus> = {}): SystemStatus => ({ services: [], parked: [], version: '', uptimeMs: 0, ...changes });
const aside = (...events: ParkedEvent[]) =>
  status({ services: [{ name: 'core', url: '', state: 'degraded', reason: 'Put aside.', follows: 'parked' }], parked: events });

const inbox = async (mcp: McpHarness, login: Login) => (await mcp.call(login, inboxList, {})).entries;
/** Some looks of the watch. */
const looks = () => new Promise((resolve) => setTimeout(resolve, 200));

test('what is put aside is told to administrators alone, once, also after a restart, and is over when it is gone', async () => {
  await using fixture = await openFixture();
  let now = aside(parked());
  const system = () => now;
  {
    await using mcp = await startMcp({ fixture, system });
    await expect.poll(() => inbox(mcp, 'root')).toHaveLength(1);
    const [entry] = await inbox(mcp, 'root');
    expect(entry).toMatchObject({ title: 'core has put an event aside', outcome: 'fail', repository: '', readAt: null });
    expect(entry?.url).toBe('http://localhost:8080/-/system/health');
    for (const words of ['`platform.events`', 'Event 7', '`ada/hello`', 'No `such` thing.', 'mosaic event list', 'mosaic event replay'])
      expect(entry?.body).toContain(words);
    expect(entry?.body).not.toMatch(/^#|tried again for ten minutes/m);
    await looks();
    expect([(await inbox(mcp, 'root')).length, await inbox(mcp, 'ada')]).toEqual([1, []]);
  }
  await using mcp = await startMcp({ fixture, system });
  now = aside(parked(), parked({ seq: 8, replay: true }));
  await expect.poll(async () => (await inbox(mcp, 'root')).map(({ title }) => title)).toEqual(['core has put 2 events aside']);
  expect((await inbox(mcp, 'root'))[0]?.body).toContain('tried again for ten minutes');
  now = status();
  await expect.poll(async () => (await inbox(mcp, 'root'))[0]).toMatchObject({ outcome: 'ok', readAt: expect.any(Number) });
  expect((await inbox(mcp, 'root')).map(({ title }) => title)).toEqual(['Over: core has put 2 events aside']);
  now = aside(parked());
  await expect.poll(() => inbox(mcp, 'root')).toHaveLength(2);
});

test('a service that is not well is told when it lasts; one that only waits for another is not', async () => {
  let now = status({
    services: [
      { name: 'forge', url: '', state: 'degraded', reason: 'The disk is full.' },
      { name: 'ci', url: '', state: 'degraded', reason: 'It needs forge.', follows: 'neighbour' },
    ],
  });
  await using mcp = await startMcp({ system: () => now });
  await expect.poll(async () => (await inbox(mcp, 'root')).map(({ title }) => title)).toEqual(['The service forge is not wholly well']);
  expect((await inbox(mcp, 'root'))[0]?.body).toContain('The disk is full.');
  now = status();
  await expect.poll(async () => (await inbox(mcp, 'root'))[0]?.title).toMatch(/^Over: /);
});

test('what a service put aside is not over while it is down and cannot say', async () => {
  let now = aside(parked());
  await using mcp = await startMcp({ system: () => now });
  await expect.poll(() => inbox(mcp, 'root')).toHaveLength(1);
  now = status({ services: [{ name: 'core', url: '', state: 'down', reason: 'It is starting.' }] });
  await expect.poll(() => inbox(mcp, 'root')).toHaveLength(2);
  await looks();
  expect((await inbox(mcp, 'root')).map(({ title }) => title)).toEqual(['The service core is down', 'core has put an event aside']);
});

test('a damaged repository is told to its owner, and to nobody else who may read it', async () => {
  await using mcp = await startMcp();
  mcp.forge.damaged.push('bob/open');
  await expect.poll(() => inbox(mcp, 'bob')).toHaveLength(1);
  expect((await inbox(mcp, 'bob'))[0]).toMatchObject({ title: 'bob/open is damaged', repository: 'bob/open', outcome: 'fail' });
  await looks();
  expect([(await inbox(mcp, 'bob')).length, await inbox(mcp, 'ada')]).toEqual([1, []]);
  mcp.forge.damaged.pop();
  await expect.poll(async () => (await inbox(mcp, 'bob'))[0]?.title).toBe('Over: bob/open is damaged');
});
