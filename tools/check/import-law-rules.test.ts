import { expect, test } from 'vitest';

import { breaches } from './import-law-rules.ts';

const judge = (path: string, line: string) => breaches([{ path, text: line }]).map((found) => found.rule);

test.each([
  ['platform/db/src/a.ts', `import { x } from '@mosaic/contracts/mosaic';`],
  ['services/ci/src/a.ts', `import { x } from '@mosaic/engines/pipeline';`],
  ['services/ci/src/a.ts', `import { x } from './b.ts';`],
  ['services/ci/src/api/a.ts', `import { x } from '../db/schema.ts';`],
  ['services/ci/tests/a.test.ts', `import { x } from '@mosaic/testing/fakes';`],
  ['apps/cli/src/a.ts', `const x = await import('@mosaic/testing/bench');`],
  ['services/ci/src/a.ts', `import fastify from 'fastify';`],
])('%s may state %s', (path, line) => {
  expect(judge(path, line)).toEqual([]);
});

test.each([
  ['contracts/gitea/src/a.ts', `import { x } from '@mosaic/platform/db';`],
  ['platform/db/src/a.ts', `import type { x } from '@mosaic/engines/git';`],
  ['services/ci/src/a.ts', `import { x } from '@mosaic/forge';`],
  ['services/ci/src/a.ts', `import { x } from '../../forge/src/b.ts';`],
  ['services/ci/src/a.ts', `import { x } from '@mosaic/testing/fakes';`],
  ['apps/cli/src/a.ts', `import { x } from '@mosaic/testing/bench';`],
  ['engines/git/src/a.ts', `export { x } from '@mosaic/server';`],
])('%s may not state %s', (path, line) => {
  expect(judge(path, line)).toHaveLength(1);
});
