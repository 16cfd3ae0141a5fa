import { expect, it } from 'vitest';

import { treeRows } from './file-tree.ts';

const PATHS = ['README.md', 'src/api/send.ts', 'src/api/paging.ts', 'src/deep/down/one.ts', 'src/main.ts'];
const told = (options: Partial<Parameters<typeof treeRows>[1]> = {}) =>
  treeRows(PATHS, { filter: '', closed: new Set(), ...options }).map(
    (row) => `${'  '.repeat(row.depth)}${row.name}${row.kind === 'folder' ? '/' : ''}`,
  );

it('stands folders first, and joins those that hold one folder alone', () =>
  expect(told()).toEqual(['src/', '  api/', '    send.ts', '    paging.ts', '  deep/down/', '    one.ts', '  main.ts', 'README.md']));

it('holds what a filter lets through, in any case, and keeps the place in the list', () => {
  expect(told({ filter: ' API/p' })).toEqual(['src/api/', '  paging.ts']);
  expect(treeRows(PATHS, { filter: 'paging', closed: new Set() }).at(-1)).toMatchObject({ kind: 'file', index: 2 });
  expect(told({ filter: 'nothing' })).toEqual([]);
});

it('leaves out what lies in a closed folder', () =>
  expect(told({ closed: new Set(['src/api', 'src/deep/down']) })).toEqual(['src/', '  api/', '  deep/down/', '  main.ts', 'README.md']));
