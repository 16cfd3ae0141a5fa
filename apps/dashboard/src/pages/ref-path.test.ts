import { expect, it } from 'vitest';

import { readRefPath, sourcePath } from './ref-path.ts';

const BRANCHES = ['main', 'feature', 'feature/x'];

it('takes the longest branch that fits', () => {
  expect(readRefPath('branch/feature/x/docs/a.md', BRANCHES, 'main')).toEqual({ kind: 'branch', ref: 'feature/x', path: 'docs/a.md' });
  expect(readRefPath('branch/feature/y', BRANCHES, 'main')).toEqual({ kind: 'branch', ref: 'feature', path: 'y' });
});

it('falls back to the default branch, and reads commits', () => {
  expect(readRefPath('', BRANCHES, 'trunk')).toEqual({ kind: 'branch', ref: 'trunk', path: '' });
  expect(readRefPath('commit/abc123/a b.ts', BRANCHES, 'main')).toEqual({ kind: 'commit', ref: 'abc123', path: 'a b.ts' });
});

it('writes an address that it reads back', () => {
  const at = { kind: 'branch', ref: 'feature/x', path: 'a b/#1?.ts' } as const;
  const address = sourcePath('ada', 'hello', at);
  expect(address).toBe('/ada/hello/src/branch/feature/x/a%20b/%231%3F.ts');
  expect(readRefPath(decodeURIComponent(address.slice('/ada/hello/src/'.length)), BRANCHES, 'main')).toEqual(at);
});
