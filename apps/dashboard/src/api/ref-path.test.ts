import { expect, it } from 'vitest';

import { askedRef, historyPath, resolveRefPath, sourcePath, type RefKind } from './ref-path.ts';

const REFS: Record<RefKind, Record<string, string>> = {
  branch: { main: 'm1', 'feature/x': 'f1', same: 'b1', tag: 't0' },
  tag: { same: 't1', 'rel/1.0': 'r1' },
  commit: { abc123: 'abc123ff' },
};
const asked: string[] = [];
const lookup = async (kind: RefKind, name: string): Promise<string | null> => {
  asked.push(`${kind} ${name}`);
  return REFS[kind][name] ?? null;
};
const read = (splat: string) => resolveRefPath(splat, 'main', lookup);

it.each([
  ['', { kind: 'branch', ref: 'main', path: '', sha: 'm1' }],
  ['branch/feature/x/docs/a.md', { kind: 'branch', ref: 'feature/x', path: 'docs/a.md', sha: 'f1' }],
  ['branch/same/a', { kind: 'branch', ref: 'same', path: 'a', sha: 'b1' }],
  ['tag/same/a', { kind: 'tag', ref: 'same', path: 'a', sha: 't1' }],
  ['tag/rel/1.0', { kind: 'tag', ref: 'rel/1.0', path: '', sha: 'r1' }],
  ['commit/abc123/a b.ts', { kind: 'commit', ref: 'abc123', path: 'a b.ts', sha: 'abc123ff' }],
  ['rel/1.0/docs', { kind: 'tag', ref: 'rel/1.0', path: 'docs', sha: 'r1' }],
  ['tag', { kind: 'branch', ref: 'tag', path: '', sha: 't0' }],
] as const)('reads %j as it is typed', async (splat, at) => expect(await read(splat)).toEqual(at));

it.each(['branch/rel/1.0', 'tag/main', 'branch/gone/x', 'commit/main', 'nothing'])('finds nothing else in %j', async (splat) =>
  expect(await read(splat)).toBeNull(),
);

it('asks for the name first, and for no more names than a path has segments', async () => {
  asked.length = 0;
  await read('branch/main/docs/a.md');
  expect(asked).toEqual(['branch main']);
  asked.length = 0;
  await read(`branch/${'x/'.repeat(500)}`);
  expect(asked.length).toBeLessThan(100);
});

it('says what was asked for', () => {
  expect(askedRef('tag/rel/2.0')).toBe('tag "rel/2.0"');
  expect(askedRef('gone/x')).toBe('branch, tag or commit "gone/x"');
});

it('writes addresses that it reads back', async () => {
  const at = { kind: 'branch', ref: 'feature/x', path: 'a b/#1?.ts', sha: 'f1' } as const;
  const address = sourcePath('ada', 'hello', at);
  expect(address).toBe('/ada/hello/src/branch/feature/x/a%20b/%231%3F.ts');
  expect(await read(decodeURIComponent(address.slice('/ada/hello/src/'.length)))).toEqual(at);
  expect(historyPath('ada', 'hello', { ...at, path: '' })).toBe('/ada/hello/commits/branch/feature/x');
});
