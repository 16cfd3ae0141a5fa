import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { createForwarder } from '@mosaic/engines/proxy';
import { Stack } from '@mosaic/platform/lifecycle';

let stack = new Stack();
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  stack = new Stack();
});

/** A server of this test, by its origin. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.use({
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A door that passes on to the destination, and what became of the one request. */
async function pass(origin: string) {
  const forwarder = stack.use(createForwarder({ headTimeoutMs: 20_000 }));
  const passed = Promise.withResolvers<void>();
  const door = await serve((asked, response) => {
    const forwarding = { origin, path: '/', headers: {}, answer: () => ({}) };
    passed.resolve(forwarder.forward(asked, response, forwarding));
  });
  return { door, passed: passed.promise };
}

const begin: RequestListener = (_request, response) => void response.writeHead(200).write('begun');

test('an answer that the destination breaks off is a fault', async () => {
  const { door, passed } = await pass(
    await serve((asked, response) => {
      begin(asked, response);
      setImmediate(() => response.destroy());
    }),
  );
  const fault = expect(passed).rejects.toThrow();
  await expect(fetch(door).then((answer) => answer.text())).rejects.toThrow();
  await fault;
});

test('a client that leaves is none', async () => {
  const { door, passed } = await pass(await serve(begin));
  const asked = request(door, (answer) => answer.once('data', () => asked.destroy())).once('error', () => undefined);
  asked.end();
  await passed;
});
