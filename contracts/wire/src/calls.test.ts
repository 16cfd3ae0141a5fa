import { expect, test } from 'vitest';
import { z } from 'zod';

import { operationCalls } from './calls.ts';
import { Bytes, defineOperation } from './operation.ts';
import type { Send, WireRequest } from './send.ts';

const stated = { tag: 'things', summary: 'Things', method: 'GET' } as const;
const list = defineOperation({ ...stated, id: 'list', path: '/things', answer: z.array(z.number()) });
const search = defineOperation({ ...stated, id: 'search', path: '/search', answer: z.object({ data: z.array(z.number()) }) });
const drop = defineOperation({ ...stated, id: 'drop', path: '/things/{id}' });

/** Calls of a server that answers everything alike, and what it was asked. */
function calls(answer: { status?: number; headers?: Record<string, string>; body?: unknown }) {
  const asked: WireRequest[] = [];
  const send: Send = async (request) => {
    asked.push(request);
    const { status = 200, headers = {}, body } = answer;
    const text = async () => JSON.stringify(body);
    return {
      status,
      headers,
      json: async () => body,
      text,
      bytes: async () => new TextEncoder().encode(await text()),
      discard: async () => {},
    };
  };
  return {
    asked,
    ...operationCalls<{ as: string }>(send, (request, options) => ({ ...request, path: `/${options?.as ?? 'me'}${request.path}` })),
  };
}

test('a page is read from a list and from an answer that holds it as data', async () => {
  const headers = { 'x-total-count': '7' };
  expect(await calls({ headers, body: [1, 2] }).callPage(list, {})).toEqual({ items: [1, 2], total: 7 });
  expect(await calls({ headers, body: { data: [1, 2] } }).callPage(search, {})).toEqual({ items: [1, 2], total: 7 });
  expect(await calls({ body: { data: [1, 2] } }).callPage(search, {})).toEqual({ items: [1, 2], total: 2 });
});

test('what is missing is null where one asks so, and nothing is answered by nothing', async () => {
  expect(await calls({ status: 404 }).callOrNull(list, {})).toBeNull();
  await expect(calls({ status: 404, body: 'none' }).call(list, {})).rejects.toMatchObject({ status: 404 });
  expect(await calls({ status: 204 }).call(drop, { id: '1' })).toBeUndefined();
});

test('the dialect finishes each request with the options of the call', async () => {
  const server = calls({ status: 204 });
  await server.call(drop, { id: 'a/b' });
  await server.call(drop, { id: '2' }, { as: 'ada' });
  expect(server.asked.map(({ path }) => path)).toEqual(['/me/things/a%2Fb', '/ada/things/2']);
});

test('a file is asked for as such and read as bytes, whatever they look like', async () => {
  const file = defineOperation({ ...stated, id: 'file', path: '/files/{path}', catchAll: 'path', answer: Bytes });
  const server = calls({ body: 'text' });
  expect(await server.call(file, { path: 'a/b' })).toEqual(new TextEncoder().encode('"text"'));
  expect(server.asked).toEqual([{ method: 'GET', path: '/me/files/a/b', headers: { accept: '*/*' } }]);
});
