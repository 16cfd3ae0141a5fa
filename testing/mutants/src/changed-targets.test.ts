import { expect, test } from 'vitest';

import { changedIn, namedIn, ruledBy } from './changed-targets.ts';

test('an operation or a tool has changed when its file has, whatever name it bears there', () => {
  const texts = [
    "import { getUser as contract } from '@mosaic/contracts/woodpecker';\nexport const getUser = implement(contract, {});",
    "import { taskClaim } from '@mosaic/contracts/mosaic';\nexport const claim = writeTool(taskClaim, {});",
    "import { repoGetAll } from './other.ts';",
  ];
  expect(namedIn(texts, ['getUser', 'getUserRepos', 'task_claim', 'task_create', 'repoGetAll', 'GET /repos/:id'])).toEqual([
    'getUser',
    'task_claim',
  ]);
});

test('a rule has changed when its policy has, in whichever folder that stands', () => {
  const files = changedIn('mcp', [
    'services/mcp/src/tasks/task-policy.ts',
    'services/mcp/src/tasks/task-policy.test.ts',
    'services/mcp/src/tasks/task-writer.ts',
    'services/mcp/src/api/origin-policy.ts',
    'services/ci/src/queue/queue-policy.ts',
  ]);
  expect(files).toEqual(['tasks/task-policy.ts', 'api/origin-policy.ts']);
  expect(
    ruledBy(files, ['tasks/task-policy mayClaim', 'inbox/inbox-policy mayRead', 'api/origin-policy isAllowedOrigin', 'GET /tasks']),
  ).toEqual(['tasks/task-policy mayClaim', 'api/origin-policy isAllowedOrigin']);
});
