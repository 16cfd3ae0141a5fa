import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { HttpApp } from './app.ts';
import { bind, close } from './bind.ts';
import { Connections } from './connections.ts';
import { faultOfHost } from './host-header.ts';
import { toOriginForm } from './origin-form.ts';
import { responseOn } from './response-on.ts';
import { SlowClients, type SlowClientsSettings } from './slow-clients.ts';

export interface ListenOptions {
  /** 0 for any free port. */
  port: number;
  addresses?: readonly string[];
  /** How long requests in hand may go on once stopping, ms. */
  drainMs?: number;
  slowClients?: Partial<SlowClientsSettings>;
  /** Connections at once; a tenth of the files that the process may have open when absent. */
  connections?: number;
}

/** How long a request's head may take to arrive, ms. */
const HEAD_MS = 30_000;

/** What answers on a socket. */
export interface Handler {
  request: RequestListener;
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Told first when the listener stops, so that long answers come to an end. */
  beginStop?: () => void;
  close?: () => Promise<void>;
}

export type Listening = AsyncDisposable & { readonly port: number };

/** {@link listenWith} for a Fastify app, plug-ins that take upgrades included. */
export async function listen(app: HttpApp, options: ListenOptions): Promise<Listening> {
  await app.ready();
  return listenWith(
    {
      request: (request, response) => app.routing(request, response),
      ...(app.server.listenerCount('upgrade') === 0
        ? {}
        : { upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void app.server.emit('upgrade', request, socket, head) }),
      beginStop: () => app.beginStop(),
      close: async () => {
        await app.close();
      },
    },
    options,
  );
}

/**
 * Listens on the addresses (127.0.0.1 and ::1 by default) with one handler. A machine without IPv6 is fine; an address that it
 * does not have is `invalid_input`, a port taken on either address is `conflict`. Clients that only hold a request open are cut
 * off ({@link SlowClients}), and at the bound one that does nothing makes room ({@link Connections}). Disposing stops accepting, lets
 * requests in hand finish for `drainMs`, then cuts.
 */
export async function listenWith(
  handler: Handler,
  { port, addresses = ['127.0.0.1', '::1'], drainMs = 5_000, slowClients, connections: limit }: ListenOptions,
): Promise<Listening> {
  const servers: Server[] = [];
  const slow = new SlowClients(slowClients);
  const connections = new Connections(limit);
  let bound = port;
  // What is not taken up is ignored and answered as if it were not there (RFC 9110, 7.8).
  const takesUpgrade = (request: IncomingMessage) => handler.upgrade !== undefined && !offersHttp2(request) && !hasBody(request);
  try {
    for (const address of addresses) {
      const server = createServer(
        { keepAliveTimeout: 75_000, headersTimeout: HEAD_MS, requestTimeout: 0, shouldUpgradeCallback: takesUpgrade },
        (request, response) => {
          if (slow.hasRefused(request.socket)) return;
          connections.beginRequest(request.socket);
          slow.watch(request, response);
          response.once('close', () => connections.endRequest(request.socket));
          toOriginForm(request);
          const fault = faultOfHost(request);
          if (fault === null) handler.request(request, response);
          else refuse(response, fault);
        },
      );
      server.on('connection', (socket) => connections.add(socket, () => slow.cutSlowest()));
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (slow.hasRefused(request.socket)) return;
        connections.beginRequest(request.socket);
        toOriginForm(request);
        const fault = faultOfHost(request);
        if (fault === null) handler.upgrade?.(request, socket, head);
        else refuse(responseOn(request, socket), fault);
      });
      server.on('connect', refuseTunnel);
      const taken = await bind(server, bound, address);
      if (taken === null) continue;
      servers.push(server);
      bound = taken;
    }
  } catch (error) {
    slow[Symbol.dispose]();
    await Promise.all(servers.map(close));
    throw error;
  }
  return {
    port: bound,
    async [Symbol.asyncDispose]() {
      handler.beginStop?.();
      const closing = Promise.all(servers.map(close));
      connections.beginClose();
      const cut = setTimeout(() => connections.cut(), drainMs);
      await closing;
      clearTimeout(cut);
      slow[Symbol.dispose]();
      await handler.close?.();
    },
  };
}

/** An offer of HTTP/2 in the clear, which Java's client and `curl --http2` make; we never take it up. */
function offersHttp2({ headers }: IncomingMessage): boolean {
  return /\bh2c?\b|\bhttp\/2/i.test(headers.upgrade ?? '');
}

/** What is sent on before the answer would have to be told apart from the new protocol's bytes. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuse(response: ServerResponse, fault: string): void {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${fault}\n`);
}

function refuseTunnel(request: IncomingMessage, socket: Duplex): void {
  responseOn(request, socket)
    .writeHead(405, { 'content-type': 'text/plain; charset=utf-8', allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' })
    .end('This is no forward proxy: CONNECT opens nothing here. Ask for an address of this server itself, without a proxy setting.\n');
}
