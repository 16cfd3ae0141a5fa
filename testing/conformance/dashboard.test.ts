import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { describe, expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../../apps/dashboard/src');
const names = (await readdir(SOURCES, { recursive: true })).filter((name) => /(?<!\.test|\.d)\.tsx?$/.test(name)).toSorted();
const files = await Promise.all(names.map(async (path) => ({ path, text: await readFile(join(SOURCES, path), 'utf8') })));

/** What a file of the dashboard is (apps/dashboard/README.md); the keys and queries of all nouns are one layer, below what is drawn. */
type Layer = 'theme' | 'api' | 'data' | 'routing' | 'actions' | 'live' | 'parts' | 'feature' | 'shell' | 'root';
const BELOW: Record<Layer, readonly Layer[]> = {
  theme: [],
  api: [],
  data: ['api'],
  routing: ['api'],
  actions: ['theme', 'api', 'data'],
  live: ['api', 'data'],
  parts: ['theme', 'api', 'data', 'actions', 'live'],
  feature: ['theme', 'api', 'data', 'routing', 'actions', 'live', 'parts'],
  shell: ['theme', 'api', 'data', 'actions', 'live', 'parts'],
  root: ['theme', 'api', 'data', 'routing', 'actions', 'live', 'parts', 'feature', 'shell'],
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
  [...text.matchAll(/(?:from |import\(|import )'(\.[^']+\.tsx?)'/g)].map(([, name]) => posix.join(posix.dirname(path), name as string));

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

const sheets = new Map(
  await Promise.all(
    (await readdir(SOURCES, { recursive: true }))
      .filter((name) => name.endsWith('.css'))
      .map(async (path): Promise<[string, string]> => [
        path,
        (await readFile(join(SOURCES, path), 'utf8')).replaceAll(/\/\*.*?\*\//gs, ''),
      ]),
  ),
);

/** The classes that a style sheet defines as its own; what it says `:global` of belongs to others. */
const classesOf = (sheet: string): Set<string> =>
  new Set([...sheet.replaceAll(/:global\([^()]*\)/g, '').matchAll(/\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map(([, name]) => name as string));

/** The style sheet that a file takes its classes from. */
const sheetOf = ({ path, text }: { path: string; text: string }): string | null => {
  const name = /^import css from '(\.[^']+\.module\.css)';$/m.exec(text)?.[1];
  return name === undefined ? null : posix.join(posix.dirname(path), name);
};

const usedOf = (text: string): string[] => [...text.matchAll(/\bcss\['([^']+)'\]/g)].map(([, name]) => name as string);

/** Classes that are written as text, in `className="…"` and in the text parts of `className={`…`}`. */
const writtenOf = (text: string): string[] =>
  [...text.matchAll(/className=(?:"([^"]*)"|\{`([^`]*)`\})/g)].flatMap(([, plain, mixed]) =>
    (plain ?? mixed ?? '')
      .replaceAll(/\$\{[^}]*\}/g, ' ')
      .split(/\s+/)
      .filter((name) => name !== ''),
  );

/** A class that a library looks for. */
const OF_LIBRARIES = new Set(['nopan']);

describe('styles of the dashboard', () => {
  test('stand in modules beside their parts; the theme alone is for all', () => {
    const plain = [...sheets.keys()].filter((path) => !path.startsWith('theme/') && !path.endsWith('.module.css'));
    const foreign = files.filter(({ path, text }) => path !== 'main.tsx' && /^import '\.[^']*\.css';/m.test(text)).map(({ path }) => path);
    const far = files.filter((file) => sheetOf(file) !== null && posix.dirname(sheetOf(file) as string) !== posix.dirname(file.path));
    expect({ plain, foreign, far: far.map(({ path }) => path) }).toEqual({ plain: [], foreign: [], far: [] });
  });

  test('define every class that a part uses, and no other', () => {
    const used = new Map<string, Set<string>>();
    const missing = files.flatMap((file) => {
      const sheet = sheetOf(file);
      const defined = sheet === null ? new Set<string>() : classesOf(sheets.get(sheet) ?? '');
      if (sheet !== null) used.set(sheet, new Set([...(used.get(sheet) ?? []), ...usedOf(file.text)]));
      return usedOf(file.text)
        .filter((name) => !defined.has(name))
        .map((name) => `${file.path}: ${name}`);
    });
    const idle = [...sheets]
      .filter(([path]) => path.endsWith('.module.css'))
      .flatMap(([path, text]) =>
        [...classesOf(text)].filter((name) => used.get(path)?.has(name) !== true).map((name) => `${path}: ${name}`),
      );
    expect({ missing, idle }).toEqual({ missing: [], idle: [] });
  });

  test('are written as text only where the theme defines them', () => {
    const ours = classesOf(sheets.get('theme/base.css') ?? '');
    const unknown = files.flatMap(({ path, text }) =>
      writtenOf(text)
        .filter((name) => !ours.has(name) && !OF_LIBRARIES.has(name) && !(path === 'parts/markdown/markdown.tsx' && name === 'plain-text'))
        .map((name) => `${path}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  test('take colours from the tokens', () => {
    const coloured = [...sheets].filter(
      ([path, text]) => path !== 'theme/tokens.css' && /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i.test(text),
    );
    expect(coloured.map(([path]) => path)).toEqual([]);
  });

  test.each([
    ['<p className="meta figures">', ['meta', 'figures']],
    ["<p className={`meta ${css['end']} truncate`}>", ['meta', 'truncate']],
    ["<p className={css['end']}>", []],
  ])('of %s the written classes are %j', (text, names) => expect(writtenOf(text)).toEqual(names));
});
