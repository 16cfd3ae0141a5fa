import { expect, test } from 'vitest';
import { z } from 'zod';

import { defineOperation, requestOf } from './operation.ts';

const editFile = defineOperation({
  id: 'editFile',
  tag: 'files',
  summary: 'Changes a file',
  method: 'PUT',
  path: '/repos/{owner}/{id}/contents/{filepath}',
  catchAll: 'filepath',
  params: z.object({ id: z.coerce.number<number>() }),
  query: z.object({ force: z.boolean().optional(), ref: z.string().optional() }),
  body: z.object({ content: z.string() }),
  answer: z.object({ sha: z.string() }),
});

test('a request is made of names, query and body', () => {
  const given = { owner: 'a/b ü', id: 7, filepath: 'docs/a b?.md', query: { force: true, ref: undefined }, body: { content: 'x' } };
  expect(requestOf(editFile, given, '/api/v1')).toEqual({
    method: 'PUT',
    path: '/api/v1/repos/a%2Fb%20%C3%BC/7/contents/docs/a%20b%3F.md?force=true',
    body: { content: 'x' },
  });
});

test('what is not stated is nothing', () => {
  const ping = defineOperation({ id: 'ping', tag: 'misc', summary: 'Pings', method: 'POST', path: '/ping' });
  expect(requestOf(ping, {})).toEqual({ method: 'POST', path: '/ping' });
  expect([ping.status, editFile.status]).toEqual([204, 200]);
  expect([ping.answer.safeParse(undefined).success, ping.answer.safeParse({}).success]).toEqual([true, false]);
});
