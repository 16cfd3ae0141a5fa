import { createServer, type Server, type Socket } from 'node:net';

import { bind, close, type Listening } from '@mosaic/platform/http';

import type { GitSshPorts } from './ports.ts';
import { loadProtocol, type MakeServer } from './protocol.ts';
import { serveConnection } from './serve-connection.ts';
import { Visits } from './visits.ts';

export interface ListenSshOptions {
  /** 0 for any free one. */
  port: number;
  addresses: readonly string[];
  /** Where the host key is kept. */
  dataFolder: string;
  slowClientMs: number;
  signInMs: number;
  /** How long commands in hand may go on once stopping, ms. */
  drainMs?: number;
}

/** Git by SSH (RFC 4251 to 4254), with keys alone. Disposing stops accepting, lets commands in hand finish, then cuts. */
export async function listenSsh(ports: GitSshPorts, options: ListenSshOptions): Promise<Listening> {
  const { addresses, drainMs = 5_000 } = options;
  const visits = new Visits({ windowMs: options.slowClientMs, signInMs: options.signInMs });
  const protocol = lazily(() => loadProtocol(options.dataFolder));
  const servers: Server[] = [];
  let { port } = options;
  try {
    for (const address of addresses) {
      const server = createServer((socket) => void welcome(socket, { ports, visits, protocol }));
      const bound = await bind(server, port, address);
      if (bound === null) continue;
      servers.push(server);
      port = bound;
    }
  } catch (error) {
    visits[Symbol.dispose]();
    await Promise.all(servers.map(close));
    throw error;
  }
  return {
    port,
    async [Symbol.asyncDispose]() {
      const closing = Promise.all(servers.map(close));
      visits.beginClose();
      const cut = setTimeout(() => visits.cut(), drainMs);
      await closing;
      clearTimeout(cut);
      visits[Symbol.dispose]();
    },
  };
}

interface Threshold {
  ports: GitSshPorts;
  visits: Visits;
  protocol: () => Promise<MakeServer>;
}

async function welcome(socket: Socket, { ports, visits, protocol }: Threshold): Promise<void> {
  socket.on('error', () => {}).setNoDelay(true);
  const visit = visits.add(socket);
  if (visit === null) return void socket.destroy();
  try {
    const makeServer = await protocol();
    // It may have been cut off meanwhile.
    if (socket.destroyed) return;
    const server = makeServer();
    server.once('connection', (connection) => serveConnection(ports, { connection, visit, visits }));
    server.injectSocket(socket);
  } catch (error) {
    ports.log.error({ err: error }, 'the SSH door cannot be opened');
    socket.destroy();
  }
}

/** Made when it is first asked for; a fault is not kept. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    const current = made;
    current.catch(() => {
      if (made === current) made = null;
    });
    return current;
  };
}
