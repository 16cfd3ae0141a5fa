import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import * as mosaic from '@mosaic/contracts/mosaic';
import { schemasOf } from '@mosaic/contracts/wire';

import { renderEvents, renderTools } from './data-reference.ts';

const ROOT = join(import.meta.dirname, '../..');
const { EVENTS, eventRecord, TOOLS } = mosaic;

/** The data of events by the names under which the contract exports them. */
const EVENT_DATA = new Map(
  Object.values<mosaic.EventDatum>(EVENTS).map((event) => [Object.entries(mosaic).find(([, value]) => value === event)?.[0], event]),
);

test.each([
  ['tools.md', renderTools],
  ['events.md', renderEvents],
])('docs/reference/%s is what the data say', async (file, render) => {
  await expect(render(schemasOf(mosaic))).toMatchFileSnapshot(join(ROOT, 'docs/reference', file));
});

test.each(Object.values(TOOLS))('the example of $name is an input that it takes', ({ input, example }) => {
  expect(input.strict().safeParse(example).error).toBeUndefined();
});

test('the example of event_record holds data of its type', () => {
  const { type, data } = eventRecord.example;
  expect(EVENTS[type].data.strict().safeParse(data).error).toBeUndefined();
});

/** What each service emits, as far as its sources say so in one place. */
const services = await readdir(join(ROOT, 'services'));
const texts = new Map(await Promise.all(services.map(async (service) => [service, await sourceOf(service)] as const)));

async function sourceOf(service: string): Promise<string> {
  const folder = join(ROOT, 'services', service, 'src');
  const files = (await readdir(folder, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}

/** The events that a source emits. */
function emittedIn(text: string): mosaic.EventDatum[] {
  const named = [...text.matchAll(/\bemit\(([^,]*),/g)].flatMap(([, event = '']) => event.match(/\w+/g) ?? []);
  return [...new Set(named)].flatMap((name) => EVENT_DATA.get(name) ?? []);
}

test.each([...texts])('%s emits only events that name it as their source', (service, text) => {
  expect(emittedIn(text).filter(({ sources }) => !sources.some((source) => source === service))).toEqual([]);
});

test.each(Object.values(EVENTS))('$type is recorded by the sources that it names', ({ type, sources }) => {
  // What the platform's engines say by event_record stands in the feed of mcp.
  const recorded: readonly string[] = eventRecord.input.shape.type.options;
  const emits = (service: string) => emittedIn(texts.get(service) ?? '').some((event) => event.type === type);
  expect(sources.filter((service) => !emits(service) && !recorded.includes(type))).toEqual([]);
});
