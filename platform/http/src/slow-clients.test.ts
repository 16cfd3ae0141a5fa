import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Stack } from '@mosaic/platform/lifecycle';

import { listenWith, type Handler } from './listen.ts';

const WINDOW_MS = 300;
const MIB = 1_024 * 1_024;
/** More than the machine keeps of an answer between its two ends, so that both have moved after it. */
const STEP = 12 * MIB;

let opened = new Stack();
// The watch goes by a clock of the test's own; the sockets are real.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(async () => {
  vi.useRealTimers();
  await opened[Symbol.asyncDispose]();
  opened = new Stack();
});

async function connectTo(request: Handler['request'], options: { allowHalfOpen?: boolean } = {}): Promise<Socket> {
  const slowClients = { windowMs: WINDOW_MS, leastBytes: 1_024 };
  const { port } = opened.use(await listenWith({ request }, { port: 0, addresses: ['127.0.0.1'], drainMs: 10, slowClients }));
  const socket = connect({ port, host: '127.0.0.1', ...options });
  socket.on('error', () => {});
  opened.defer(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Hands the exchange over to the test. */
async function openExchange(first: string) {
  const taken = Promise.withResolvers<{ request: IncomingMessage; response: ServerResponse }>();
  const socket = await connectTo((request, response) => taken.resolve({ request, response }));
  socket.write(first);
  return { socket, ...(await taken.promise) };
}

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const head = (length: number) => `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`;
const turn = () => new Promise((resolve) => void setImmediate(resolve));

async function reached(isThere: () => boolean): Promise<void> {
  while (!isThere()) await turn();
}

/** Lets several windows pass, a look at a time. */
async function passWindows(count: number): Promise<void> {
  for (let look = 0; look < count * 6; look++) {
    vi.advanceTimersByTime(WINDOW_MS / 6);
    await turn();
  }
}

test('a body that trickles is refused in words, however long it goes on', async () => {
  const { socket, request } = await openExchange(head(MIB));
  request.on('error', () => {}).resume();
  const answer = text(socket);
  // So close together that some of it is always under way as the server refuses.
  while (!socket.readableEnded && !socket.destroyed) {
    socket.write('x');
    vi.advanceTimersByTime(WINDOW_MS / 100);
    await turn();
  }
  expect(await answer).toMatch(/^HTTP\/1\.1 408 .*\r\n\r\nThe request took too long to arrive/s);
});

test('what still arrives after a refusal is not carried out: neither the rest of that request nor a next one', async () => {
  const taken: IncomingMessage[] = [];
  const socket = await connectTo((request) => void taken.push(request), { allowHalfOpen: true });
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(`${head(10)}12345`);
  await reached(() => taken.length > 0);
  const broken = once(taken[0]!, 'error');
  const whole = vi.fn<() => void>();
  taken[0]!.on('end', whole).resume();
  await passWindows(2);
  await reached(() => answer.includes('408'));
  socket.end(`67890${GET}`);
  await once(socket, 'close');
  await broken;
  expect(whole).not.toHaveBeenCalled();
  expect(taken).toHaveLength(1);
});

test('a body that moves on is taken, however long it takes in all', async () => {
  const { socket, request, response } = await openExchange(head(24 * 1_024));
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => response.end(`${bytes} bytes`));
  for (let part = 1; part <= 12; part++) {
    socket.write(Buffer.alloc(2 * 1_024));
    await reached(() => bytes >= part * 2 * 1_024);
    await passWindows(0.5);
  }
  expect(String((await once(socket, 'data'))[0])).toContain('24576 bytes');
});

test('an answer that is not read ends, though its last part was given away whole', async () => {
  const { response } = await openExchange(GET);
  response.end(Buffer.alloc(32 * MIB));
  while (!response.closed) await passWindows(1);
  expect(response.writableFinished).toBe(false);
});

test('an answer that is read slowly arrives, though nothing is handed over any more', async () => {
  const { socket, response } = await openExchange(GET);
  response.end(Buffer.alloc(8 * STEP));
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes % STEP < chunk.length) socket.pause();
  });
  for (let step = 1; step <= 8; step++) {
    socket.resume();
    await reached(() => bytes >= step * STEP || socket.destroyed);
    await passWindows(0.5);
  }
  expect(bytes).toBeGreaterThanOrEqual(8 * STEP);
});

test('no time runs while the server works or has nothing to say', async () => {
  const { socket, request, response } = await openExchange(`${head(2)}hi`);
  request.resume();
  response.write('first');
  await passWindows(4);
  response.end('last');
  const answer = text(socket);
  response.once('finish', () => socket.end());
  expect(await answer).toContain('last');
});

test('no time runs while the server does not read what has come', async () => {
  const { socket, request, response } = await openExchange(head(MIB));
  socket.write(Buffer.alloc(MIB));
  await reached(() => request.readableLength >= request.readableHighWaterMark);
  await passWindows(4);
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => response.end(`${bytes} bytes`));
  expect(String((await once(socket, 'data'))[0])).toContain(`${MIB} bytes`);
});
