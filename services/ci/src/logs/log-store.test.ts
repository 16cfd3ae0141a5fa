import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openFileBlobs } from '@mosaic/platform/blobs';
import { createLocalBus } from '@mosaic/platform/events';

import { LogStore, type LogLine } from './log-store.ts';

const KEY = { pipelineId: 1, stepId: 2, attempt: 1 };
const line = (number: number, text = `line ${number}`): LogLine => ({ line: number, time: 0, type: 0, text });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaic-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(limits = { logBytes: 1_000_000, logLines: 1000 }) {
  return new LogStore(await openFileBlobs(folder), createLocalBus(), limits);
}

test('a batch that is sent again is stored once', async () => {
  const logs = await open();
  await Promise.all([logs.append(KEY, [line(0), line(1)]), logs.append(KEY, [line(0), line(1)]), logs.append(KEY, [line(2)])]);
  expect((await logs.readAll(KEY)).map(({ line: number }) => number)).toEqual([0, 1, 2]);
});

test('a torn last line is skipped, and what follows is whole', async () => {
  await (await open()).append(KEY, [line(0), line(1)]);
  appendFileSync(join(folder, 'logs', '1', '2-1.jsonl'), '{"line":2,"time":0,"ty');
  const logs = await open();
  expect((await logs.readAll(KEY)).map(({ text }) => text)).toEqual(['line 0', 'line 1']);
  await logs.append(KEY, [line(2, 'again')]);
  expect((await logs.readAll(KEY)).map(({ text }) => text)).toEqual(['line 0', 'line 1', 'again']);
});

test('reading goes on from where it stopped', async () => {
  const logs = await open();
  await logs.append(KEY, [line(0)]);
  const first = await logs.read(KEY, 0);
  expect(await logs.read(KEY, first.next)).toEqual({ lines: [], next: first.next });
  await logs.append(KEY, [line(1)]);
  expect((await logs.read(KEY, first.next)).lines).toEqual([line(1)]);
});

test('what is stated is counted: the text of the lines, not how it is stored', async () => {
  const logs = await open({ logBytes: 1_000_000, logLines: 100_000 });
  // 100 bytes each with its end; stored, more than half as much again.
  const lines = Array.from({ length: 10_000 }, (_, number) => line(number, '"'.repeat(99)));
  await logs.append(KEY, lines);
  expect(await logs.readAll(KEY)).toHaveLength(lines.length);
});

test('of a line that is too long the middle is left out', async () => {
  const logs = await open();
  await logs.append(KEY, [line(0, `begin${'x'.repeat(100_000)}ERROR: the end`)]);
  const [stored] = await logs.readAll(KEY);
  expect(stored?.text).toMatch(/^beginx.*characters are left out here.*ERROR: the end$/);
});

test.each([
  { logBytes: 1_000_000, logLines: 3 },
  { logBytes: 150, logLines: 1000 },
])('a runner that does not keep %o is cut, and one line says so', async (limits) => {
  const logs = await open(limits);
  const sent = Array.from({ length: 3_000 }, (_, number) => line(number));
  await logs.append(KEY, sent);
  const all = await logs.readAll(KEY);
  expect(all.length).toBeLessThan(1_010);
  expect(all.at(-1)).toMatchObject({ type: 3, text: expect.stringContaining('is cut here') as string });
  expect(all.filter(({ type }) => type === 3)).toHaveLength(1);
  // Also after the counters were lost with the process.
  const again = await open(limits);
  await again.append(KEY, [line(4_000)]);
  expect(await again.readAll(KEY)).toHaveLength(all.length);
});

test('a new attempt begins a new log', async () => {
  const logs = await open();
  await logs.append(KEY, [line(0)]);
  expect(await logs.readAll({ ...KEY, attempt: 2 })).toEqual([]);
});
