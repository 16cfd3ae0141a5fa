import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { requestMembers } from '@mosaic/contracts/gitea';

import { GITEA_OPERATIONS } from '@mosaic/forge/operations';
import { TOKENS, startForge, type ForgeHarness } from '../../services/forge/tests/harness.ts';

/** Every operation of Gitea 1.26, a line each, as its description of the API lists them. */
const ENDPOINTS = (await readFile(join(import.meta.dirname, 'fixtures/gitea-endpoints.txt'), 'utf8')).split('\n').filter(Boolean);

const shapeOf = (operation: string) => operation.replace(/\{\w+\}|:\w+|\*/g, '{}');
const served = new Set(GITEA_OPERATIONS.map(({ method, path }) => shapeOf(`${String(method)} ${path}`)));
/** Of a path that we serve: an ending of one of its parameters. */
const PART_OF_ANOTHER = ['GET /repos/{owner}/{repo}/git/commits/{sha}.{diffType}'];
const unserved = ENDPOINTS.filter((endpoint) => !served.has(shapeOf(endpoint)) && !PART_OF_ANOTHER.includes(endpoint));

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
  const ada = bench.as(TOKENS.ada);
  await ada.createRepository({ name: 'lib', auto_init: true });
  await ada.createIssue('ada', 'lib', { title: 'One' });
});
afterAll(() => bench[Symbol.asyncDispose]());

test('what we serve stands in the list', () => {
  const known = new Set(ENDPOINTS.map(shapeOf));
  expect([...served].filter((operation) => !known.has(operation))).toEqual([]);
  expect(unserved.length + served.size + PART_OF_ANOTHER.length).toBe(ENDPOINTS.length);
  for (const endpoint of unserved) expect(requestMembers(...(endpoint.split(' ') as [string, string]))).toBeNull();
});

/** Or a parameter of ours takes the path of another operation for a name, and answers something else than was asked. */
test('what we do not serve is answered by nothing, whatever parameters we have', async () => {
  const answered: string[] = [];
  for (const endpoint of unserved) {
    const [method = '', path = ''] = endpoint.split(' ');
    const filled = path
      .replace('{owner}', 'ada')
      .replace('{repo}', 'lib')
      .replace('{username}', 'ada')
      .replace(/\{\w+\}/g, '1');
    const response = await bench.send(TOKENS.ada)({ method: method as 'GET', path: `/api/v1${filled}` });
    const { message } = (await response.json()) as { message?: string };
    if (response.status !== 404 || !String(message).startsWith('Nothing answers'))
      answered.push(`${endpoint}: ${response.status} ${message}`);
  }
  expect(answered).toEqual([]);
});
