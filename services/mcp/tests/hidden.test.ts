import { eventRead, taskCreate, taskList, tonyProjectList } from '@mosaic/contracts/mosaic';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { startMcp, task, TOKENS, type McpHarness } from './harness.ts';

let stack: McpHarness;
beforeEach(async () => {
  stack = await startMcp();
});
afterEach(() => stack[Symbol.asyncDispose]());

const counted = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('a list that breaks off among hidden rows goes on from there without naming one', async () => {
  const by = { created_by: 'ada', created_at: 1 };
  await stack.store.insert(
    'projects',
    ...counted(10_050).map((index) => ({
      name: `hidden-${String(index).padStart(6, '0')}`,
      repository: 'ada/hello',
      repository_id: 1000 + index,
      private: 1,
      owner: 'ada',
      ...by,
    })),
    { name: 'open', repository: 'bob/open', repository_id: 2, private: 0, owner: 'bob', ...by },
  );
  const { projects, next } = await stack.call('bob', tonyProjectList, {});
  expect(projects).toEqual([]);
  const cursor = next ?? '';
  expect([cursor, Buffer.from(cursor, 'base64url').toString(), Buffer.from(cursor.slice(1), 'base64url').toString()].join()).not.toContain(
    'hidden',
  );
  const rest = await stack.call('bob', tonyProjectList, { cursor });
  expect([rest.projects.map(({ name }) => name), rest.next]).toEqual([['open'], null]);
  expect(await stack.refusal('bob', tonyProjectList, { cursor: `${cursor.slice(0, -3)}AAA` })).toBe('invalid_input');
});

test('events behind many hidden ones are found, and no answer counts the hidden ones', async () => {
  const rest = { type: 'dev.mosaic.ref.updated', subject: 'x', time: 1, trace_id: '', actor: 'ada', audience: '', sha: '', data: '{}' };
  await stack.store.insert(
    'facts',
    ...counted(12_000).map((index) => {
      const of = index === 11_500 ? { repository: 'bob/open', repository_id: 2 } : { repository: 'ada/hello', repository_id: 1 };
      return { seq: index, source: 'forge', id: `f${index}`, ...rest, ...of };
    }),
  );
  await stack.store.rows(`update event_head set seq = 12000 where name = 'facts'`);
  const read = (after: number, waitMs = 0) => stack.call('bob', eventRead, { after, waitMs });
  expect(await read(0)).toEqual({ events: [], last: 0 });
  // A look that was broken off does not wait for news: what is sought may be there already.
  expect(await read(0, 20_000)).toEqual({ events: [], last: 0 });
  const { events, last } = await read(0);
  expect([events.map(({ seq }) => seq), last]).toEqual([[11_500], 11_500]);
  expect(await read(last)).toEqual({ events: [], last });
  expect((await stack.call('mosaic-core', eventRead, { after: 12_000 })).last).toBe(12_000);
});

test('a poll that waits ends once its token is revoked', async () => {
  const answered: string[] = [];
  void stack.refusal('bob', eventRead, { waitMs: 30_000 }).then((code) => answered.push(code));
  await stack.call('bob', taskList, {});
  stack.accounts.revoked.add(TOKENS.bob);
  // What is known of a token is trusted for a few seconds; each word lets the poll look again.
  await expect
    .poll(
      async () => {
        await stack.call('ada', taskCreate, task());
        return answered;
      },
      { timeout: 15_000, interval: 500 },
    )
    .toEqual(['unauthenticated']);
}, 30_000);
