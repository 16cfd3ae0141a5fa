import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, expect, test, vi } from 'vitest';

import { Stack } from '@mosaic/platform/lifecycle';

import { listenWith } from './listen.ts';

const LIMIT = 8;
const GET = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';

let opened = new Stack();
afterEach(async () => {
  await opened[Symbol.asyncDispose]();
  opened = new Stack();
});

/** A door of few connections that answers at once, but to `/wait`, when it is told to. */
async function openDoor() {
  const waiting = Promise.withResolvers<void>();
  let inHand = 0;
  const { port } = opened.use(
    await listenWith(
      {
        request: ({ url, method }, response) => {
          if (url === '/wait') {
            inHand += 1;
            void waiting.promise.then(() => response.end('waited'));
          } else if (method === 'GET') response.end('served');
        },
      },
      { port: 0, addresses: ['127.0.0.1'], drainMs: 10, connections: LIMIT },
    ),
  );
  const open = async (words: string): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    opened.defer(() => void socket.destroy());
    await once(socket, 'connect');
    socket.write(words);
    return socket;
  };
  const fill = async (words: string): Promise<void> => {
    for (let count = 0; count < 3 * LIMIT; count++) await open(words);
  };
  const begin = async (count: number): Promise<Socket[]> => {
    const sockets = await Promise.all(Array.from({ length: count }, () => open(GET.replace('/', '/wait'))));
    await vi.waitFor(() => expect(inHand).toBe(count));
    return sockets;
  };
  return { open, fill, begin, answer: () => waiting.resolve() };
}

test.each([
  ['that say nothing', ''],
  ['with half a head', 'GET / HTTP/1.1\r\nhost: x\r\nx: '],
  ['that are kept alive', 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['with half a body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf'],
])('connections %s make room for others, and never the request that waits for us', async (_name, words) => {
  const { open, fill, begin, answer } = await openDoor();
  const patient = await begin(1);
  await fill(words);
  expect(await text(await open(GET))).toMatch(/^HTTP\/1\.1 200 [^]*served/);
  answer();
  for (const one of patient) expect(await text(one)).toMatch(/^HTTP\/1\.1 200 [^]*waited/);
});

test('where every connection has a request that waits for us, a further one ends, and the next after an answer does not', async () => {
  const { open, begin, answer } = await openDoor();
  const all = await begin(LIMIT);
  expect(await text(await open(GET)).catch(() => '')).toBe('');
  answer();
  for (const one of all) expect(await text(one)).toContain('waited');
  expect(await text(await open(GET))).toContain('served');
});
