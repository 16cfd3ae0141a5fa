import { afterAll, beforeAll, expect, test } from 'vitest';

import { requestMembers, unservedOperations, UPSTREAM_OPERATIONS } from '@mosaic/contracts/gitea';
import { contractsOf } from '@mosaic/platform/http';

import { GITEA_OPERATIONS } from '@mosaic/forge/operations';
import { TOKENS, startForge, type ForgeHarness } from '../../services/forge/tests/harness.ts';

const SERVED = contractsOf(GITEA_OPERATIONS);
const UNSERVED = unservedOperations(SERVED);

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
  const ada = bench.as(TOKENS.ada);
  await ada.createRepository({ name: 'lib', auto_init: true });
  await ada.createIssue('ada', 'lib', { title: 'One' });
});
afterAll(() => bench[Symbol.asyncDispose]());

test("what we serve stands in upstream's list", () => {
  const all = Object.values(UPSTREAM_OPERATIONS).flat();
  expect(new Set(all).size).toBe(all.length);
  // One of upstream's is an ending of a parameter of ours.
  expect(SERVED.length + 1 + UNSERVED.length).toBe(all.length);
  expect(SERVED).toHaveLength(GITEA_OPERATIONS.length);
  for (const { method, path } of UNSERVED) expect(requestMembers(method, path)).toBeNull();
});

/** Or a parameter of ours takes the path of another operation for a name, and answers something else than was asked. */
test('what we do not serve is answered by nothing, whatever parameters we have', async () => {
  const answered: string[] = [];
  for (const { method, path } of UNSERVED) {
    const filled = path
      .replace('{owner}', 'ada')
      .replace('{repo}', 'lib')
      .replace('{username}', 'ada')
      .replace(/\{\w+\}/g, '1');
    const response = await bench.send(TOKENS.ada)({ method: method as 'GET', path: `/api/v1${filled}` });
    const { message } = (await response.json()) as { message?: string };
    if (response.status !== 404 || !String(message).startsWith('Nothing answers'))
      answered.push(`${method} ${path}: ${response.status} ${message}`);
  }
  expect(answered).toEqual([]);
});
