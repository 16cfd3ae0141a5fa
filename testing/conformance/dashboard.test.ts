import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { describe, expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../../apps/dashboard/src');
const names = (await readdir(SOURCES, { recursive: true })).filter((name) => /(?<!\.test|\.d)\.tsx?$/.test(name)).toSorted();
const files = await Promise.all(names.map(async (path) => ({ path, text: await readFile(join(SOURCES, path), 'utf8') })));

/** What a file of the dashboard is (apps/dashboard/README.md); the keys and queries of all nouns are one layer, below what is drawn. */
type Layer = 'theme' | 'api' | 'data' | 'actions' | 'live' | 'parts' | 'feature' | 'shell' | 'root';
const BELOW: Record<Layer, readonly Layer[]> = {
  theme: [],
  api: [],
  data: ['api'],
  actions: ['theme', 'api', 'data'],
  live: ['api', 'data'],
  parts: ['theme', 'api', 'data', 'actions', 'live'],
  feature: ['theme', 'api', 'data', 'actions', 'live', 'parts'],
  shell: ['theme', 'api', 'data', 'actions', 'live', 'parts'],
  root: ['theme', 'api', 'data', 'actions', 'live', 'parts', 'feature', 'shell'],
};

function layerOf(path: string): Layer {
  if (/^features\/[^/]+\/(keys|queries)\.ts$/.test(path) || path === 'live/stale-keys.ts') return 'data';
  const [folder = ''] = path.split('/');
  if (folder === 'features') return 'feature';
  return folder in BELOW ? (folder as Layer) : 'root';
}

function isAllowed(from: string, to: string): boolean {
  const [own, theirs] = [layerOf(from), layerOf(to)];
  if (own === 'feature' && theirs === 'feature') return from.split('/')[1] === to.split('/')[1];
  return own === theirs || BELOW[own].includes(theirs);
}

const importsOf = ({ path, text }: { path: string; text: string }): string[] =>
  [...text.matchAll(/(?:from |import\(|import )'(\.[^']+)'/g)].map(([, name]) => posix.join(posix.dirname(path), name as string));

describe('the layers of the dashboard', () => {
  test('no file imports what stands above it, and no noun another one’s inside', () => {
    const breaches = files.flatMap((file) =>
      importsOf(file)
        .filter((to) => !isAllowed(file.path, to))
        .map((to) => `${file.path} imports ${to}`),
    );
    expect(breaches).toEqual([]);
  });

  test.each([
    ['api/step-log.ts', 'parts/log/log-lines.ts', false],
    ['features/issues/page.tsx', 'features/pipelines/parts/step-log.ts', false],
    ['features/issues/page.tsx', 'features/pipelines/queries.ts', true],
    ['features/issues/queries.ts', 'parts/loaded.tsx', false],
    ['features/issues/page.tsx', 'features/issues/parts/issue-state.tsx', true],
    ['parts/lists/task-list.tsx', 'features/tasks/page.tsx', false],
    ['shell/palette.tsx', 'features/home/page.tsx', false],
    ['router.tsx', 'features/home/page.tsx', true],
  ])('%s importing %s: %s', (from, to, allowed) => expect(isAllowed(from, to)).toBe(allowed));
});

/** A key written where it is used, instead of asked of its noun's `keys.ts`. */
const OWN_KEY = /queryKey\s*:\s*\[|(?:Quer(?:y|ies)|QueryData|QueryState)\(\s*(?:\{\s*queryKey:\s*)?\[/;

describe('keys of the query cache', () => {
  test('are written in keys.ts alone', () => {
    expect(files.filter(({ path, text }) => !path.endsWith('/keys.ts') && OWN_KEY.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test.each([
    ["useQuery({ queryKey: ['audit', before] })", true],
    ["client.invalidateQueries({ queryKey: ['tokens'] })", true],
    ["client.setQueryData(['pipeline', 1], pipeline)", true],
    ['useQuery({ queryKey: issueKeys.lists(repository) })', false],
  ])('%s is one written by hand: %s', (text, isOwn) => expect(OWN_KEY.test(text)).toBe(isOwn));

  test('name the repository where what they hold belongs to one', () => {
    const within = ['commits', 'issues', 'pipelines', 'refs'];
    const bare = files
      .filter(({ path }) => within.some((noun) => path === `features/${noun}/keys.ts`))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^ {2}(\w+): \((?!repository: string)/gm)].map(([, name]) => `${path}: ${name as string}`),
      );
    expect(bare).toEqual([]);
  });
});
