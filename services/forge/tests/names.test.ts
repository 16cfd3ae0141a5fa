import { afterAll, beforeAll, expect, test } from 'vitest';

import { GITEA_OPERATIONS, NATIVE_OPERATIONS } from '../src/api/routes.ts';
import { startForge, TOKENS, type ForgeHarness } from './harness.ts';

let forge: ForgeHarness;
beforeAll(async () => {
  forge = await startForge();
});
afterAll(() => forge[Symbol.asyncDispose]());

/** Nobody and nothing can be called so. */
const IMPOSSIBLE = ['%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E', 'a%2Fb', '%00', '%F0%9F%98%80', 'ada%20', 'a--b', 'a'.repeat(300)];

const READ = [...GITEA_OPERATIONS.map(({ path, ...rest }) => ({ ...rest, path: `/api/v1${path}` })), ...NATIVE_OPERATIONS].filter(
  ({ method, path }) => method === 'GET' && /:(?:owner|username|org)\b/.test(path),
);

/** What else the address and its query need. */
const at = (path: string, owner: string) =>
  `${path
    .replace(/:(?:owner|username|org)\b/, owner)
    .replace(':repo', 'x')
    .replace(':sha', '1'.repeat(40))
    .replace('/at/*', '/at/branch/main')
    .replace('/compare/*', '/compare/a...b')
    .replace('/archive/*', '/archive/a.zip')
    .replace(':diffType', 'diff')
    .replace('*', 'a')
    .replace(/:\w+/g, '1')}?q=a&numbers=1`;

test.each(READ.map(({ path }) => path))('%s of an owner whom nobody can be is not there', async (path) => {
  for (const owner of IMPOSSIBLE) {
    const answer = await forge.send(TOKENS.ada)({ method: 'GET', path: at(path, owner) });
    expect([owner, answer.status]).toEqual([owner, 404]);
    expect((await answer.text()).length).toBeLessThan(1_000);
  }
});

test.each(IMPOSSIBLE)('git finds nothing of the owner %s', async (owner) => {
  const answer = await forge.send(TOKENS.ada)({ method: 'GET', path: `/${owner}/x.git/info/refs?service=git-upload-pack` });
  expect([owner, answer.status]).toEqual([owner, 404]);
  await answer.discard();
});
