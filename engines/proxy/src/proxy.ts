import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { responseOn } from '@mosaic/platform/http';
import type { Log } from '@mosaic/platform/log';

import { createForwarder, type OutgoingHeaders } from './forwarder.ts';
import { endToEndHeaders } from './headers.ts';
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

/** A large push is answered only after it was taken in. */
const HEAD_TIMEOUT_MS = 30 * 60_000;

/** Headers that only a proxy may state; what a client sends under these names is dropped. */
const FORWARDED = new Set(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']);

export function createProxy({ routes, log, scheme, added = {}, onUnrouted }: ProxyOptions): Proxy {
  const forwarder = createForwarder({ headTimeoutMs: HEAD_TIMEOUT_MS });
  const find = (request: IncomingMessage) => {
    toOriginForm(request);
    return routes.find(request.headers.host ?? '', (request.url ?? '/').split('?', 1)[0] ?? '/');
  };
  /** The request's as the destination gets them; the Host stays the one that was asked for. */
  const headersOf = ({ headers, socket }: IncomingMessage): OutgoingHeaders => ({
    ...endToEndHeaders(headers, (name) => FORWARDED.has(name)),
    'x-forwarded-for': socket.remoteAddress ?? '',
    'x-forwarded-host': headers.host ?? '',
    'x-forwarded-proto': scheme,
    ...added,
  });

  return {
    request(request, response) {
      const destination = find(request);
      if (destination === null) return onUnrouted(request, response);
      const forwarding = { origin: destination.origin, path: request.url ?? '/', headers: headersOf(request), answer: endToEndHeaders };
      forwarder.forward(request, response, forwarding).catch((error: unknown) => {
        log.warn({ err: error, destination: destination.name }, 'a destination did not answer');
        refuse(response, destination.name);
      });
    },
    upgrade(request, socket, head) {
      const destination = find(request);
      if (destination === null) return onUnrouted(request, responseOn(request, socket));
      const headers = { ...headersOf(request), connection: 'Upgrade', upgrade: request.headers.upgrade ?? 'websocket' };
      passUpgrade({ request, socket, head }, { destination, headers, log });
    },
    [Symbol.asyncDispose]: () => forwarder[Symbol.asyncDispose](),
  };
}
