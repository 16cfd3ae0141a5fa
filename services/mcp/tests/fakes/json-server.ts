import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake answers; a body is sent as JSON. */
export interface Answer {
  status?: number;
  body?: unknown;
}

/** A small HTTP program on a free port. */
export async function startJsonServer(
  handle: (request: IncomingMessage, url: URL) => Answer | Promise<Answer>,
): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(async (request, response) => {
    const { status = 200, body } = await handle(request, new URL(request.url ?? '/', 'http://fake'));
    if (response.destroyed) return;
    if (body instanceof Uint8Array) response.writeHead(status, { 'content-length': body.length }).end(body);
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An event feed in memory: `GET /-/events` with long poll. */
export function createFeed(source: string) {
  const events: object[] = [];
  let wake = Promise.withResolvers<void>();
  return {
    push(event: { id: string; type: string; subject: string; traceId: string; actor?: string; data: Record<string, unknown> }): void {
      events.push({ seq: events.length + 1, source, time: Date.now(), actor: 'ada', ...event });
      wake.resolve();
      wake = Promise.withResolvers<void>();
    },
    async page(url: URL): Promise<Answer> {
      const after = Number(url.searchParams.get('after'));
      const waitMs = Number(url.searchParams.get('waitMs'));
      if (events.length <= after && waitMs > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, waitMs);
        await Promise.race([wake.promise, promise]);
        clearTimeout(timer);
      }
      return { body: { events: events.slice(after, after + 100), last: events.length } };
    },
  };
}
