import { expect, test } from 'vitest';

import { RULES } from './house-rules-list.ts';

const judge = (path: string, text = '') => RULES.flatMap((rule) => rule.find(path, text));

test.each([
  ['services/ci/src/api/create-hook.ts', 'export const a = 1;'],
  ['services/ci/README.md', ''],
  ['apps/dashboard/vite.config.ts', 'export default {};'],
  ['platform/config/src/config.ts', 'process.env.HOME'],
  ['services/ci/src/db/migrations/001-init.ts', ''],
  ['services/accounts/src/api/pages/enter.ts', "method: 'GET',\n  path: '/-/enter',"],
  ['services/mcp/src/principals.ts', "method: 'GET', path: '/'"],
  ['apps/cli/src/commands/connect.ts', "doors: ['mcp', 'forge']"],
  ['services/ci/src/pipelines/pipeline-reader.ts', "db.selectFrom('pipelines')"],
  ['services/core/src/runs/run-writer.ts', 'export class RunWriter {\n  x = db.insertInto(1);'],
  ['testing/mutants/src/setup.ts', "vi.doMock('a')"],
  ['testing/bench/src/a.ts', 'function takeTurns() {}'],
  ['platform/lifecycle/src/compose-service.ts', 'export interface Lifecycle {'],
  ['services/ci/tests/a.test.ts', 'test.skipIf(no)("x", () => {})'],
])('%s is fine', (path, text) => {
  expect(judge(path, text)).toEqual([]);
});

test.each([
  ['services/ci/src/createHook.ts', ''],
  ['services/ci/src/utils/a.ts', ''],
  ['services/ci/src/helpers.ts', ''],
  ['services/ci/src/a.ts', `// ${'TO'}DO later`],
  ['services/ci/src/a.ts', 'export default 1;'],
  ['services/ci/src/a.ts', 'process.env.HOME'],
  ['services/ci/src/runner/a.ts', "send({ method: 'GET', path: '/-/accounts/principals' })"],
  ['apps/dashboard/src/api/a.ts', "send({\n  method: 'GET',\n  path: `/api/v1/repos`,"],
  ['services/ci/tests/a.test.ts', 'await sleep(500);'],
  ['services/ci/src/api/list-repositories.ts', "db.selectFrom('repositories')"],
  ['services/forge/src/api/gitea/issues/edit-issue.ts', "writer.db.updateTable('issues')"],
  ['services/mcp/src/tools/inbox/mark.ts', 'sql`select 1`'],
  ['services/core/src/runs/runs.ts', 'export class RunReader {'],
  ['services/core/src/runs/run-reader.ts', "db.updateTable('runs')"],
  ['services/core/src/runs/run-reader.ts', 'store.transact(() => 1)'],
  ['platform/waiting/src/a.ts', 'export type Turns = 1;'],
  ['apps/server/src/a.ts', 'interface House {'],
  ['services/ci/tests/a.test.ts', "vi.mock('../src/a.ts');"],
  ['services/ci/tests/a.test.ts', "test.only('a', () => {});"],
  ['services/ci/tests/a.test.ts', "describe.concurrent.todo('a');"],
  ['testing/stack/src/a.ts', "const DOORS = ['forge', 'ci', 'mcp'];"],
  ['apps/server/src/a.ts', "type DoorName = 'accounts' |\n  'forge' | 'ci';"],
])('%s with "%s" is a fault', (path, text) => {
  expect(judge(path, text)).toHaveLength(1);
});
