import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { Pool } from 'undici';

import { responseOn } from '@mosaic/platform/http';
import type { Log } from '@mosaic/platform/log';

import { forwardedHeaders, responseHeaders } from './headers.ts';
import { toOriginForm } from './origin-form.ts';
import { refuse } from './refuse.ts';
import type { RoutingTable } from './routing-table.ts';
import { passUpgrade } from './upgrade.ts';

export interface ProxyOptions {
  routes: RoutingTable;
  log: Log;
  /** Scheme that people used to reach this proxy. */
  scheme: 'http' | 'https';
  /** Headers that every destination gets, whatever the client sent under their names. */
  added?: Readonly<Record<string, string>>;
  /** Called when no route fits. */
  onUnrouted: (request: IncomingMessage, response: ServerResponse) => void;
}

/** The in-process driver: streams both ways with back-pressure, passes upgrades (WebSocket) and event streams at once. */
export interface Proxy extends AsyncDisposable {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** How long a destination may take to begin its answer: a large push is answered only after it was taken in. */
const HEAD_TIMEOUT_MS = 30 * 60_000;

export function createProxy({ routes, log, scheme, added = {}, onUnrouted }: ProxyOptions): Proxy {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string) => {
    const known = pools.get(origin);
    if (known !== undefined) return known;
    // As many connections as there are requests: a bound here would let some callers' streams shut out all others.
    const pool = new Pool(origin, { pipelining: 1, headersTimeout: HEAD_TIMEOUT_MS, bodyTimeout: 0 });
    pools.set(origin, pool);
    return pool;
  };
  const find = (request: IncomingMessage) => {
    toOriginForm(request);
    return routes.find(request.headers.host ?? '', (request.url ?? '/').split('?', 1)[0] ?? '/');
  };

  return {
    request(request, response) {
      const destination = find(request);
      if (destination === null) return onUnrouted(request, response);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
      poolOf(destination.origin)
        .stream(
          {
            path: request.url ?? '/',
            method: (request.method ?? 'GET') as 'GET',
            headers: { ...forwardedHeaders(request, scheme), ...added },
            body: hasBody ? request : null,
            signal: gone.signal,
          },
          ({ statusCode, headers }) => {
            response.writeHead(statusCode, responseHeaders(headers));
            response.flushHeaders();
            return response;
          },
        )
        .catch((error: unknown) => {
          if (gone.signal.aborted) return;
          log.warn({ err: error, destination: destination.name }, 'a destination did not answer');
          refuse(response, destination.name);
        });
    },
    upgrade(request, socket, head) {
      const destination = find(request);
      if (destination === null) return onUnrouted(request, responseOn(request, socket));
      const headers = { ...forwardedHeaders(request, scheme, 'upgrade'), ...added };
      passUpgrade({ request, socket, head }, { destination, headers, log });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
