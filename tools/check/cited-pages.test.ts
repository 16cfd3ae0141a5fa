import { expect, test } from 'vitest';

import { missingCitations, missingPaths } from './cited-pages.ts';

const pages = new Map([['docs/reference/pipelines.md', '# Pipeline files\n\n## Order of work\n\n## What survives `kill -9`\n']]);
const missing = (text: string) => missingCitations('services/ci/src/a.ts', text, pages);

test.each([
  '/** As docs/reference/pipelines.md says. */',
  '// docs/reference/pipelines.md#order-of-work, step 2',
  '/**\n * (docs/reference/pipelines.md#what-survives-kill--9)\n */',
  "const page = 'a/b.md';",
  '// https://example.com/docs/a.md',
])('%s can be read', (text) => {
  expect(missing(text)).toEqual([]);
});

test.each([
  ['/** The table of ci.md 5.3. */', 'ci.md'],
  ['// docs/reference/pipelines.md#lint', 'docs/reference/pipelines.md#lint'],
  ['/**\n * (pipelines.md)\n */', 'pipelines.md'],
])('%s cites what nobody can read', (text, cited) => {
  expect(missing(text)).toEqual([cited]);
});

const FILES = ['platform/db/src/store.ts', 'services/ci/src/db/list.ts', 'services/ci/README.md'];

test.each([
  '`platform/db/src/store.ts`',
  '`platform/db/`',
  '`db/list.ts`',
  '`services/<name>/src/list.ts`',
  '`owner/name`',
  'platform/x.ts',
])('a page may name %s', (text) => {
  expect(missingPaths('docs/a.md', text, FILES)).toEqual([]);
});

test.each(['platform/db/store.ts', 'platform/dbs', 'db/lists.ts'])('a page may not name %s', (named) => {
  expect(missingPaths('docs/a.md', `See \`${named}\`.`, FILES)).toEqual([named]);
  expect(missingPaths('services/ci/src/a.ts', `// \`${named}\``, FILES)).toEqual([]);
});
