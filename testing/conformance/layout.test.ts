import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const SERVICES = join(import.meta.dirname, '../../services');
const folders = (await readdir(SERVICES)).toSorted();

/** Every service is laid out alike, so that knowing one is knowing all (docs/architecture.md, "Inside a service"). */
const SECTIONS = ['## Tables', '## Events', '## Limits', '## What it cannot do'];

test.each(folders)('%s opens one door, and composes itself in the same words', async (name) => {
  const text = async (path: string) => readFile(join(SERVICES, name, path), 'utf8');
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  expect(await text('src/index.ts')).toContain(`export type { ${title}Config } from './config.ts';`);
  expect(await text('src/config.ts')).toContain(`export const ${title}Config = z.strictObject({`);
  const service = await text('src/service.ts');
  expect(service).toContain(`export async function create${title}(config: ${title}Config, deps: ${title}Deps)`);
  expect(service).toContain(`parseInput(${title}Config, config, 'The configuration of `);
  expect(service).toContain(`deps.log.child({ service: '${name}' })`);
  expect(service).toContain('composeService({');
});

test.each(folders)('the tests of %s start it by the name that every harness has', async (name) => {
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  expect(await readFile(join(SERVICES, name, 'tests/harness.ts'), 'utf8')).toContain(`export async function start${title}(`);
});

test.each(folders)('%s says in its README what it keeps, tells and cannot do', async (name) => {
  const lines = (await readFile(join(SERVICES, name, 'README.md'), 'utf8')).split('\n');
  expect(lines[0]).toBe(`# ${name}`);
  expect(SECTIONS.filter((section) => !lines.includes(section))).toEqual([]);
  expect(lines.length).toBeLessThanOrEqual(61);
});

test.each(folders)('the store of %s begins with the outbox', async (name) => {
  const files = await readdir(join(SERVICES, name, 'src'));
  if (!files.includes('db')) return;
  const list = await readFile(join(SERVICES, name, 'src/db/list.ts'), 'utf8');
  expect(list).toMatch(/export const MIGRATIONS: readonly Migration\[\] = (?:\[\s*\.\.\.)?EVENT_MIGRATIONS/);
  expect(await readdir(join(SERVICES, name, 'src/db'))).toContain('schema.ts');
});

/**
 * A loop that takes its own faults and goes on: `eachAlone` (platform/lifecycle) is that loop, so that none of them does half of it.
 * One over `looks` has no items; it waits and looks again.
 */
const OWN_LOOP =
  /\bfor (?:await )?\((?!const look of looks\()[^\n]*\bof\b[^\n]*\{\n(?:[^\n}]*\n){0,4}?\s*(?:try \{|[^\n]*\.catch\(\(error)/;
/** Loops that a fault ends, or that throw some on, by file. */
const THROW_ON = new Set(['core/src/sites/site-file.ts', 'tony/src/notifications/notify-people.ts']);

test.each(folders)('%s goes through items that may fail one by one with eachAlone alone', async (name) => {
  const sources = (await readdir(join(SERVICES, name, 'src'), { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const found: string[] = [];
  for (const file of sources) {
    const path = join(name, 'src', file);
    if (!THROW_ON.has(path) && OWN_LOOP.test(await readFile(join(SERVICES, path), 'utf8'))) found.push(path);
  }
  expect(found).toEqual([]);
});

test.each(folders)('%s is composed an aggregate and a door at a time, and presents beside its doors', async (name) => {
  const folder = join(SERVICES, name, 'src');
  expect(await readFile(join(folder, 'service.ts'), 'utf8')).not.toMatch(/from '\.\/(?:api|tools|doors)\//);
  const parts = await readdir(folder, { recursive: true });
  expect(parts.filter((part) => /^(?:api|tools|doors)\/.*\bpresent$/.test(part))).toEqual([]);
});

test.each(folders)('every policy of %s has its table of cases beside it', async (name) => {
  const files = await readdir(join(SERVICES, name, 'src'), { recursive: true });
  const policies = files.filter((file) => file.endsWith('-policy.ts'));
  expect(policies.filter((file) => !files.includes(file.replace(/\.ts$/, '.test.ts')))).toEqual([]);
});

/** A handler asks who may, makes one call and presents: what a change consists of is its noun's to say. */
const WRITES = /\.transact\(|\.emit\(/;

test.each(folders)('%s begins no transaction and tells no event in api/ and tools/', async (name) => {
  const found: string[] = [];
  for (const door of ['api', 'tools']) {
    const folder = join(SERVICES, name, 'src', door);
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    for (const file of files.filter((path) => /(?<!\.test)\.ts$/.test(path)))
      if (WRITES.test(await readFile(join(folder, file), 'utf8'))) found.push(`${door}/${file}`);
  }
  expect(found).toEqual([]);
});
