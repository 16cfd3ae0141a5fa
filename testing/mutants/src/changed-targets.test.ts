import { expect, test } from 'vitest';

import { namedIn } from './changed-targets.ts';

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
