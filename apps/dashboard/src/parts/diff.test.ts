import { expect, it } from 'vitest';

import { parseDiff } from './diff.ts';

const DIFF = `diff --git a/a.ts b/a.ts
index 1..2 100644
--- a/a.ts
+++ b/a.ts
@@ -3,3 +3,4 @@ function a() {
 one
--- two
+two!
+three
\\ No newline at end of file
diff --git a/old name.md b/new name.md
similarity index 100%
rename from old name.md
rename to new name.md
diff --git a/x.png b/x.png
new file mode 100644
Binary files /dev/null and b/x.png differ
`;

it('numbers both sides and counts changes, even of lines that look like headers', () => {
  const [file] = parseDiff(DIFF);
  expect(file).toMatchObject({ path: 'a.ts', change: 'modified', additions: 2, deletions: 1 });
  expect(file?.hunks[0]?.lines.map(({ kind, text, before, after }) => [kind, text, before, after])).toEqual([
    ['context', 'one', 3, 3],
    ['delete', '-- two', 4, null],
    ['add', 'two!', null, 4],
    ['add', 'three', null, 5],
  ]);
});

it('knows renames and binary files', () => {
  const [, renamed, picture] = parseDiff(DIFF);
  expect(renamed).toMatchObject({ path: 'new name.md', oldPath: 'old name.md', change: 'renamed', hunks: [] });
  expect(picture).toMatchObject({ path: 'x.png', change: 'added', isBinary: true });
});
