import { expect, it } from 'vitest';

import { bareReason, factsOf, filesOfDiff, filesOfList, foldReason, type PullFile } from './pull-file.ts';

const FILE: PullFile = {
  path: 'a.ts',
  formerPath: null,
  change: 'modified',
  additions: 1,
  deletions: 1,
  isBinary: false,
  modes: { before: '100644', after: '100644' },
  version: 'v',
  diff: null,
};

it.each<[Partial<PullFile>, string[], string | null]>([
  [{}, [], null],
  [{ additions: 0, deletions: 0, modes: { before: '100644', after: '100755' } }, ['made executable'], 'Only its mode changed'],
  [{ modes: { before: '100755', after: '100644' } }, ['no longer executable'], null],
  [{ change: 'added', modes: { before: null, after: '100755' } }, ['added', 'executable'], null],
  [{ change: 'added', additions: 0, deletions: 0, modes: { before: null, after: '100644' } }, ['added'], 'An empty file'],
  [{ change: 'renamed', additions: 0, deletions: 0 }, ['renamed'], 'Renamed without a change'],
  [{ change: 'deleted', modes: { before: '120000', after: null } }, ['deleted', 'symbolic link'], null],
  [{ modes: { before: '100644', after: '120000' } }, ['symbolic link', 'mode 100644 → 120000'], null],
  [{ isBinary: true, additions: 0, deletions: 0 }, [], 'A binary file: its lines cannot be shown'],
  [{ modes: { before: '160000', after: '160000' } }, ['submodule'], 'A commit of another repository'],
])('%j is told in words', (about, facts, reason) => {
  expect(factsOf({ ...FILE, ...about })).toEqual(facts);
  expect(bareReason({ ...FILE, ...about })).toBe(reason);
});

it.each<[Partial<PullFile>, string | null]>([
  [{}, null],
  [{ path: 'x/package-lock.json' }, 'A generated file'],
  [{ additions: 1000, deletions: 501 }, 'A large change: 1,501 lines'],
])('%j opens by itself or says why not', (about, reason) => expect(foldReason({ ...FILE, ...about })).toBe(reason));

it('a deleted file is another version than the same one kept', () => {
  const file = { path: 'a', formerPath: null, additions: 0, deletions: 1, binary: false };
  const [before, none] = [
    { mode: '100644', id: '1'.repeat(40) },
    { mode: '000000', id: '0'.repeat(40) },
  ];
  const list = (kind: 'deleted' | 'modified', after: typeof none) =>
    filesOfList({ from: '', to: '', truncated: false, files: [{ ...file, kind, before, after }] })[0];
  expect(list('deleted', none)).toMatchObject({ version: `-${before.id}`, modes: { before: '100644', after: null } });
  expect(list('modified', before)).toMatchObject({ version: before.id });
});

it('of a forge that has no list the files are read out of the whole', () => {
  const text = new TextEncoder().encode('diff --git a/a b/a\nindex 1..2 100644\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n one\n+two\n');
  expect(filesOfDiff(text, 'head')).toMatchObject([
    { path: 'a', change: 'modified', additions: 1, version: 'head', diff: { hunks: [{}] } },
  ]);
});
