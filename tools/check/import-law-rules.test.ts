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
  ['services/ci/src/runs/a.ts', `import { sql } from 'kysely';`],
  ['services/ci/src/service.ts', `import { x } from './api/routes.ts';`],
  ['services/ci/src/compose/a.ts', `import { x } from '../api/routes.ts';`],
  ['services/mcp/src/api/a.ts', `import { x } from '../tools/tools.ts';`],
  ['services/ci/src/a.ts', "const x = await import('./b.ts');"],
  ['services/ci/src/a.test.ts', 'const x = await import(path);'],
  ['platform/http/src/a.ts', `import { x } from '@mosaic/platform/lifecycle';`],
  ['testing/conformance/a.test.ts', `import { x } from '../../services/ci/src/b.ts';`],
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
  ['engines/git/src/a.ts', `import { x } from '@mosaic/engines/pipeline';`],
  ['platform/db/src/a.ts', `import type { x } from '@mosaic/platform/lifecycle';`],
  ['platform/mail/src/a.ts', `import type { x } from '@mosaic/platform/errors';`],
  ['platform/log/src/a.ts', `import { x } from '@mosaic/platform/durable';`],
  ['services/ci/src/runs/a.ts', `import { x } from '../api/present/run.ts';`],
  ['services/ci/src/api/a.ts', `import { sql } from 'kysely';`],
  ['services/mcp/src/tools/a.ts', `import pg from 'pg';`],
  ['services/ci/src/a.ts', 'const x = await import(`@mosaic/forge`);'],
  ['services/ci/src/a.ts', 'const x = await import(`@mosaic/${name}`);'],
  ['services/ci/src/a.ts', 'const x = await import(name);'],
  ['services/ci/src/a.ts', `import { createRequire } from 'node:module';`],
  ['services/ci/tests/a.test.ts', `import { x } from '../../forge/tests/b.ts';`],
  ['apps/dashboard/src/a.ts', `import { x } from '@mosaic/platform/db';`],
  ['apps/dashboard/src/a.ts', `import { x } from '@mosaic/forge';`],
])('%s may not state %s', (path, line) => {
  expect(judge(path, line)).toHaveLength(1);
});
