import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, expect, test } from 'vitest';

import { Stack } from '@mosaic/platform/lifecycle';

import { listenWith, type Handler } from './listen.ts';

const WINDOW_MS = 300;
const MIB = 1_024 * 1_024;

let opened = new Stack();
afterEach(async () => {
  await opened[Symbol.asyncDispose]();
  opened = new Stack();
});

async function connectTo(request: Handler['request']): Promise<Socket> {
  const slowClients = { windowMs: WINDOW_MS, leastBytes: 1_024 };
  const { port } = opened.use(await listenWith({ request }, { port: 0, addresses: ['127.0.0.1'], drainMs: 10, slowClients }));
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  opened.defer(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

const head = (length: number) => `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`;
/** Reads the body, then says how much it was. */
const counts: Handler['request'] = (request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('error', () => {});
  request.on('end', () => response.end(`${bytes} bytes`));
};

test('a body that trickles is refused in words, however long it goes on', async () => {
  const socket = await connectTo(counts);
  // So close together that some of it is always under way as the server refuses.
  const trickle = setInterval(() => socket.write('x'), 1);
  opened.defer(() => clearInterval(trickle));
  socket.write(head(MIB));
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 .*\r\n\r\nThe request took too long to arrive/s);
});

test('a body that moves on is taken, however long it takes in all', async () => {
  const socket = await connectTo(counts);
  socket.write(head(24 * 1_024));
  for (let part = 0; part < 12; part++) {
    socket.write(Buffer.alloc(2 * 1_024));
    await delay(WINDOW_MS / 4);
  }
  expect(String((await once(socket, 'data'))[0])).toContain('24576 bytes');
});

test('an answer that is not read ends, though its last part was given away whole', async () => {
  const ended = Promise.withResolvers<void>();
  const socket = await connectTo((_request, response) => {
    response.once('close', ended.resolve);
    response.end(Buffer.alloc(32 * MIB));
  });
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await ended.promise;
});

test('an answer that is read slowly arrives, though nothing is handed over any more', async () => {
  const socket = await connectTo((_request, response) => response.end(Buffer.alloc(12 * MIB)));
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const whole = Promise.withResolvers<void>();
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes >= 12 * MIB) return whole.resolve();
    socket.pause();
    setTimeout(() => socket.resume(), WINDOW_MS / 60);
  });
  socket.once('close', () => whole.reject(new Error(`cut off after ${bytes} bytes`)));
  await whole.promise;
});

test('no time runs while the server works or has nothing to say', async () => {
  const socket = await connectTo((request, response) => {
    request.resume();
    response.write('first');
    setTimeout(() => response.end('last'), WINDOW_MS * 4);
  });
  socket.write(`${head(2)}hi`);
  const closing = text(socket);
  setTimeout(() => socket.end(), WINDOW_MS * 5);
  expect(await closing).toContain('last');
});

test('no time runs while the server does not read what has come', async () => {
  const socket = await connectTo((request, response) => setTimeout(() => counts(request, response), WINDOW_MS * 4));
  socket.write(head(MIB));
  socket.write(Buffer.alloc(MIB));
  expect(String((await once(socket, 'data'))[0])).toContain(`${MIB} bytes`);
});
