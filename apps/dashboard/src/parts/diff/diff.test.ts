import { expect, it } from 'vitest';

import { parseDiff, type DiffFile } from './diff.ts';

const DIFF = `diff --git a/a.ts b/a.ts
index 1..2 100644
--- a/a.ts
+++ b/a.ts
@@ -3,3 +3,4 @@ function a() {
 one
--- two
+two!
+three
 four
\\ No newline at end of file
diff --git a/old name.md b/new name.md
similarity index 100%
rename from old name.md
rename to new name.md
diff --git a/x.png b/x.png
new file mode 100644
Binary files /dev/null and b/x.png differ
`;

const shape = (file: DiffFile | undefined) =>
  file?.hunks.flatMap(({ lines }) => lines.map(({ kind, text, before, after }) => [kind, text, before, after]));

it('numbers both sides and counts changes, even of lines that look like headers', () => {
  const [file] = parseDiff(DIFF);
  expect(file).toMatchObject({ path: 'a.ts', change: 'modified', additions: 2, deletions: 1 });
  expect(shape(file)).toEqual([
    ['context', 'one', 3, 3],
    ['delete', '-- two', 4, null],
    ['add', 'two!', null, 4],
    ['add', 'three', null, 5],
    ['context', 'four', 5, 6],
  ]);
  expect(file?.hunks[0]?.lines.map(({ ending }) => ending)).toEqual(['lf', 'lf', 'lf', 'lf', 'none']);
});

it('knows renames and binary files', () => {
  const [, renamed, picture] = parseDiff(DIFF);
  expect(renamed).toMatchObject({ path: 'new name.md', oldPath: 'old name.md', change: 'renamed', hunks: [] });
  expect(picture).toMatchObject({ path: 'x.png', change: 'added', isBinary: true });
});

it('ends a hunk where its ranges say: what git format-patch writes below the last one is no line of it', () => {
  const [file] = parseDiff('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n-- \n2.47.0\n\n');
  expect(file).toMatchObject({ additions: 1, deletions: 1 });
});

it('knows a submodule that moved, and a file whose only change is in its headers', () => {
  const [moved, mode] = parseDiff(
    'diff --git a/lib b/lib\nindex 1..2 160000\n--- a/lib\n+++ b/lib\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n' +
      'diff --git "a/\\303\\251 x.sh" "b/\\303\\251 x.sh"\nold mode 100644\nnew mode 100755\n',
  );
  expect(moved).toMatchObject({ isSubmodule: true, change: 'modified' });
  expect(mode).toMatchObject({ path: 'é x.sh', modes: { before: '100644', after: '100755' } });
});

it('reads the combined diff of a merge', () => {
  const [file] = parseDiff(`diff --cc "b\\303\\266.txt"
index 1,2..3
mode 100644,100644..100755
--- "a/b\\303\\266.txt"
+++ "b/b\\303\\266.txt"
@@@ -1,2 -1,3 +1,3 @@@ main
  same
- ours
 -theirs
++both
+ kept
`);
  expect(file).toMatchObject({ path: 'bö.txt', parents: 2, additions: 2, deletions: 2, modes: { before: '100644', after: '100755' } });
  expect(shape(file)).toEqual([
    ['context', 'same', 1, 1],
    ['delete', 'ours', 2, null],
    ['delete', 'theirs', null, null],
    ['add', 'both', null, 2],
    ['add', 'kept', null, 3],
  ]);
});

it.each([
  ['', 0],
  ['nothing of a diff\n@@ -1 +1 @@\n+x', 0],
  ['diff --git ', 1],
  ['diff --git "a/\\9" "b/x', 1],
  ['diff --git a/x b/x\n@@ -1,999999999 +1,999999999 @@\n+a', 1],
  ['diff --git a/x b/x\n@@@ -1 +1 @@@\n+a', 1],
  ['diff --git a/x b/x\n@@ -9999999999999999999 +0 @@\n\\ No newline', 1],
])('does not stumble over %j', (text, files) => expect(parseDiff(text)).toHaveLength(files));

it('takes time in proportion to the text', () => {
  const quotes = `diff --git ${'"a\\'.repeat(50_000)}\n`;
  const heads = `${'@@ -1 -1 '.repeat(50_000)}\n`;
  const spaces = `diff --git a/${' b/'.repeat(100_000)}\n--- ${'\t'.repeat(100_000)}x\n`;
  expect(parseDiff(quotes + heads + spaces)).toHaveLength(2);
});
