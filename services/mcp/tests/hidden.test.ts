import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { startMcpStack, task, TOKENS, type McpStack } from './mcp-stack.ts';

let stack: McpStack;
beforeEach(async () => {
  stack = await startMcpStack();
});
afterEach(() => stack[Symbol.asyncDispose]());

/** The server may be writing just then. */
const change = (sql: string) => vi.waitFor(() => stack.change(sql));

/** Rows 1 to `count` in SQLite. */
const counted = (count: number) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

test('a list that breaks off among hidden rows goes on from there without naming one', async () => {
  await change(`${counted(10_050)}
    insert into projects (name, repository, repository_id, private, owner, created_by, created_at)
    select 'hidden-' || printf('%06d', i), 'ada/hello', 1000 + i, 1, 'ada', 'ada', 1 from n`);
  await change(`insert into projects (name, repository, repository_id, private, owner, created_by, created_at)
    values ('open', 'bob/open', 2, 0, 'bob', 'bob', 1)`);
  const { projects, next } = await stack.call('bob', 'tony_project_list', {});
  expect(projects).toEqual([]);
  const cursor = next ?? '';
  expect([cursor, Buffer.from(cursor, 'base64url').toString(), Buffer.from(cursor.slice(1), 'base64url').toString()].join()).not.toContain(
    'hidden',
  );
  const rest = await stack.call('bob', 'tony_project_list', { cursor });
  expect([rest.projects.map(({ name }) => name), rest.next]).toEqual([['open'], null]);
  expect(await stack.refusal('bob', 'tony_project_list', { cursor: `${cursor.slice(0, -3)}AAA` })).toBe('invalid_input');
});

test('events behind many hidden ones are found, and no answer counts the hidden ones', async () => {
  await change(`${counted(12_000)}
    insert into facts (seq, source, id, type, subject, time, trace_id, actor, repository, repository_id, audience, sha, data)
    select i, 'forge', 'f' || i, 'dev.mosaic.ref.updated', 'x', 1, '', 'ada',
      case i when 11500 then 'bob/open' else 'ada/hello' end, case i when 11500 then 2 else 1 end, '', '', '{}' from n`);
  await change(`update event_head set seq = 12000 where name = 'facts'`);
  const read = (after: number, waitMs = 0) => stack.call('bob', 'event_read', { after, waitMs });
  expect(await read(0)).toEqual({ events: [], last: 0 });
  // A look that was broken off does not wait for news: what is sought may be there already.
  expect(await read(0, 20_000)).toEqual({ events: [], last: 0 });
  const { events, last } = await read(0);
  expect([events.map(({ seq }) => seq), last]).toEqual([[11_500], 11_500]);
  expect(await read(last)).toEqual({ events: [], last });
  expect((await stack.call('mosaic-core', 'event_read', { after: 12_000 })).last).toBe(12_000);
});

test('a poll that waits ends once its token is revoked', async () => {
  const answered: string[] = [];
  void stack.refusal('bob', 'event_read', { waitMs: 30_000 }).then((code) => answered.push(code));
  await stack.call('bob', 'task_list', {});
  stack.accounts.revoke(TOKENS.bob);
  // What is known of a token is trusted for a few seconds; each word lets the poll look again.
  await expect
    .poll(
      async () => {
        await stack.call('ada', 'task_create', task());
        return answered;
      },
      { timeout: 15_000, interval: 500 },
    )
    .toEqual(['unauthenticated']);
}, 30_000);
