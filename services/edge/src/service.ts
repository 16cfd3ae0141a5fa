import type { IncomingMessage, ServerResponse } from 'node:http';

import { createProxy, createRoutingTable } from '@mosaic/engines/proxy';
import { listenWith } from '@mosaic/platform/http';
import { Stack, type Listener, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import { EdgeConfig } from './config.ts';
import { platformRoutes } from './routes.ts';

export interface EdgeDeps {
  log: Log;
}

/** The edge: the one address that people see. Routes only; it keeps no rows. */
export async function createEdge(input: EdgeConfig, { log }: EdgeDeps): Promise<Service> {
  const config = EdgeConfig.parse(input);
  const stack = new Stack();
  const listeners: Listener[] = [];
  const routes = createRoutingTable(platformRoutes(config.publicUrl, config.origins));
  const scheme = config.publicUrl.startsWith('https:') ? 'https' : 'http';
  const proxy = stack.use(
    createProxy({ routes, log, scheme, onUnrouted: (request, response) => misdirected(request, response, config.publicUrl) }),
  );

  return {
    name: 'edge',
    listeners,
    stores: [],
    async start() {
      const request = (incoming: IncomingMessage, response: ServerResponse) => {
        if (!answerProbe(incoming, response)) proxy.request(incoming, response);
      };
      const listening = stack.use(
        await listenWith({ request, upgrade: (incoming, socket, head) => proxy.upgrade(incoming, socket, head) }, config),
      );
      listeners.push({ name: 'edge', port: listening.port, url: `http://127.0.0.1:${listening.port}` });
    },
    health: async () => (listeners.length > 0 ? { state: 'ok' } : { state: 'down', reason: 'not started' }),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

/** /healthz, /readyz and /metrics of the edge itself, for probes on this machine. */
function answerProbe(request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url ?? '';
  if (path !== '/healthz' && path !== '/readyz' && path !== '/metrics') return false;
  if (path === '/healthz') return (response.writeHead(204).end(), true);
  const body =
    path === '/readyz'
      ? JSON.stringify({ state: 'ok' })
      : `# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes{service="edge"} ${process.memoryUsage.rss()}\n`;
  response.writeHead(200, { 'content-type': path === '/readyz' ? 'application/json' : 'text/plain; version=0.0.4' }).end(body);
  return true;
}

/** A host name that is none of ours (421): also what keeps a rebound DNS name from reaching the services. */
function misdirected(request: IncomingMessage, response: ServerResponse, publicUrl: string): void {
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`Nothing here answers for the host "${request.headers.host ?? ''}". Use ${publicUrl}.\n`);
}
