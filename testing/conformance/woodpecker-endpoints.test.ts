import { afterAll, beforeAll, expect, test } from 'vitest';

import { HOOK_OPERATIONS, WOODPECKER_OPERATIONS } from '@mosaic/ci/operations';
import { unservedOperations, UPSTREAM_OPERATIONS } from '@mosaic/contracts/woodpecker';
import { contractsOf } from '@mosaic/platform/http';

import { startCi, type CiHarness } from '../../services/ci/tests/harness.ts';

const SERVED = contractsOf([...WOODPECKER_OPERATIONS, ...HOOK_OPERATIONS]);
const UNSERVED = unservedOperations(SERVED);

let ci: CiHarness;
beforeAll(async () => {
  ci = await startCi();
});
afterAll(() => ci[Symbol.asyncDispose]());

/** Upstream's router takes `latest` for a number, and its description does not list it. */
const BESIDE_THE_LIST = ['getRepoPipelinesLatest'];

test("what we serve stands in upstream's list", () => {
  const all = Object.values(UPSTREAM_OPERATIONS).flat();
  expect(new Set(all).size).toBe(all.length);
  expect(SERVED.length - BESIDE_THE_LIST.length + UNSERVED.length).toBe(all.length);
});

test.each(UNSERVED.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s: that it is not here is said',
  async (name, { method, path }) => {
    for (const login of ['root', null] as const) {
      const response = await ci.as(login)({ method: method as 'GET', path: `/api${path.replace(/\{\w+\}/g, '1')}` });
      expect([response.status, response.headers['content-type']]).toEqual([501, 'text/plain; charset=utf-8']);
      expect(await response.text()).toContain(name);
    }
  },
);

test('what is nowhere is missing', async () => {
  expect((await ci.as('root')({ method: 'GET', path: '/api/nothing' })).status).toBe(404);
});
