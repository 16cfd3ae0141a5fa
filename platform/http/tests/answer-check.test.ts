import { expect, test } from 'vitest';
import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';
import { createHttpApp, mountOperations, type Operation } from '@mosaic/platform/http';
import { ANONYMOUS } from '@mosaic/platform/identity';
import { silentLog } from '@mosaic/platform/log';

const contract = defineOperation({
  id: 'thingGet',
  tag: 'things',
  summary: 'One thing',
  method: 'GET',
  path: '/thing',
  answer: z.object({ name: z.string() }),
  alsoStatus: [201],
});

/** Status of the answer of an operation that says it keeps the contract. */
async function answered(kept: Pick<Operation<object>, 'handle'> & { status?: number }): Promise<number> {
  const app = createHttpApp({
    name: 'things',
    log: silentLog(),
    hosts: ['localhost'],
    health: async () => ({ state: 'ok' }),
  });
  const stated: Operation<object> = { method: 'GET', path: contract.path, access: 'anyone', contract, status: contract.status, ...kept };
  mountOperations(app, [stated], { context: {}, credential: () => null, authenticate: async () => ANONYMOUS });
  return (await app.inject({ url: '/thing', headers: { host: 'localhost' } })).statusCode;
}
const named = async () => ({ name: 'a' });

test.each([
  ['what the contract says', { handle: named }, 200],
  ['another status of its own', { handle: async ({ reply }) => (reply.code(201), { name: 'a' }) }, 201],
  ['a status that it does not know', { handle: named, status: 202 }, 500],
  ['a member too many', { handle: async () => ({ name: 'a', more: 1 }) }, 500],
  ['a member too few', { handle: async () => ({}) }, 500],
  ['nothing', { handle: async () => undefined }, 500],
] satisfies [string, Parameters<typeof answered>[0], number][])('an answer is held to its contract: %s', async (_what, kept, status) => {
  expect(await answered(kept)).toBe(status);
});
