import { expect, test } from 'vitest';

import { endToEndHeaders } from './headers.ts';

test('what is meant for one connection goes no further, by its name or because the connection names it', () => {
  const headers = { host: 'git.localhost', connection: 'Keep-Alive, X-Own', 'keep-alive': 'timeout=5', 'x-own': '1', te: 'trailers' };
  expect(endToEndHeaders({ ...headers, expect: '100-continue', upgrade: 'websocket', accept: '*/*' })).toEqual({
    host: 'git.localhost',
    accept: '*/*',
  });
});

test('what the proxy keeps to itself is left out; several values of one header stay apart', () => {
  const cookies = ['a=1', 'b=2'];
  expect(endToEndHeaders({ 'set-cookie': cookies, 'x-real-ip': '::1' }, (name) => name === 'x-real-ip')).toEqual({ 'set-cookie': cookies });
});
