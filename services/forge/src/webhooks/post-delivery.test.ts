import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { expect, test } from 'vitest';

import { toJson } from '@mosaic/platform/db';

import { deliveryOf } from './delivery.ts';
import { hookOf } from './hook.ts';
import { postDelivery, type Attempt, type PostOptions } from './post-delivery.ts';

const HOOK = hookOf({
  id: 1,
  repository_id: 1,
  url: '',
  content_type: 'json',
  secret: '',
  authorization_header: '',
  events: toJson([]),
  branch_filter: '',
  active: 1,
  created_at: 0,
  updated_at: 0,
});
const DELIVERY = deliveryOf({
  seq: 1,
  id: 'd',
  hook_id: 1,
  repository_id: 1,
  event_id: 'e',
  event: 'push',
  trace_id: '0'.repeat(32),
  payload: '{}',
  state: 'waiting',
  attempts: 0,
  next_at: 0,
  status: 0,
  response: '',
  created_at: 0,
  finished_at: null,
});

const noNames = () => Promise.reject(new Error('no name is asked for'));

/** One try at a receiver that does `answer` once it is asked. */
async function tryAt(answer: (socket: Socket) => void, options: Partial<PostOptions> & { host?: string } = {}): Promise<Attempt> {
  const server = createServer((socket) => void socket.on('error', () => undefined).once('data', () => answer(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://${options.host ?? '127.0.0.1'}:${port}/`;
  const quiet = new AbortController().signal;
  try {
    const common = { secret: '', authorization: '', allowedHosts: ['127.0.0.0/8'], timeoutMs: 300, signal: quiet, resolve: noNames };
    return await postDelivery(DELIVERY, { ...common, hook: { ...HOOK, url }, ...options });
  } finally {
    server.close();
  }
}

const HEAD = 'HTTP/1.1 200 OK\r\n';
const flood = (text: string) => (socket: Socket) => {
  const more = (): void => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', more);
  more();
};

test.each<[string, (socket: Socket) => void, number, RegExp]>([
  [
    'switches protocols',
    (socket) => void socket.write('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'),
    101,
    /switched/,
  ],
  ['says nothing', () => undefined, 0, /No answer within 300 ms/],
  ['hangs up', (socket) => void socket.destroy(), 0, /hang up|ECONNRESET/],
  ['stops in the middle', (socket) => void socket.end(`${HEAD}Content-Length: 9\r\n\r\nabc`), 0, /before its answer was whole/],
  ['says its body never to the end', (socket) => void socket.write(`${HEAD}Content-Length: 9\r\n\r\nabc`), 0, /No answer within/],
  ['says for ever that it works on it', (socket) => void socket.write('HTTP/1.1 102 Processing\r\n\r\n'.repeat(9)), 0, /No answer within/],
  ['floods us with headers', flood(`${HEAD}${'X-A: b\r\n'.repeat(9_000)}`), 0, /overflow/],
  ['floods us with its body', (socket) => (socket.write(`${HEAD}\r\n`), flood('x'.repeat(65_536))(socket)), 200, /^x{4096}$/],
  ['speaks no HTTP', (socket) => void socket.end('\0\xff\r\n\r\n'), 0, /Parse Error/],
  [
    'sends us elsewhere',
    (socket) => void socket.end('HTTP/1.1 307 X\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n'),
    307,
    /^$/,
  ],
])('a receiver that %s is one try that ends', async (_what, answer, status, words) => {
  expect(await tryAt(answer)).toEqual({ status, response: expect.stringMatching(words) });
});

test('a name that no resolver answers is one try that ends', async () => {
  const resolve = () => new Promise<never>(() => undefined);
  expect(await tryAt(() => undefined, { host: 'slow.test', resolve })).toEqual({ status: 0, response: 'No answer within 300 ms.' });
});

test('a name is asked for once: what was checked is what is dialled', async () => {
  const answers = ['127.0.0.1', '10.0.0.1'];
  const resolve = async () => [{ address: answers.shift() ?? '', family: 4 }];
  const said = (socket: Socket) => void socket.end(`${HEAD}Content-Length: 2\r\n\r\nok`);
  expect(await tryAt(said, { host: 'moves.test', resolve })).toEqual({ status: 200, response: 'ok' });
  expect(answers).toEqual(['10.0.0.1']);
});
