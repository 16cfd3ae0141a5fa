import type { IncomingMessage, ServerResponse } from 'node:http';

import { createProxy, createRoutingTable } from '@mosaic/engines/proxy';
import { parseInput } from '@mosaic/platform/errors';
import { createHttpApp, EDGE_PROOF, edgeProof, listenWith, PROBE_PATHS } from '@mosaic/platform/http';
import { composeService, type Lifecycle, type Service } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import { EdgeConfig, type EdgeSettings } from './config.ts';
import { ownHosts, platformRoutes } from './routes.ts';

export interface EdgeDeps {
  log: Log;
  keyring: Keyring;
}

/** The edge: the one address that people see. Routes only; it keeps no rows. */
export async function createEdge(config: EdgeConfig, deps: EdgeDeps): Promise<Service> {
  const settings = parseInput(EdgeConfig, config, 'The configuration of the edge');
  const log = deps.log.child({ service: 'edge' });
  return composeService({
    name: 'edge',
    stores: [],
    start: (lifecycle) => start({ settings, log, proof: edgeProof(deps.keyring), lifecycle }),
  });
}

interface Start {
  settings: EdgeSettings;
  log: Log;
  /** What the destinations know us by. */
  proof: string;
  lifecycle: Lifecycle;
}

async function start({ settings, log, proof, lifecycle }: Start): Promise<void> {
  const { publicUrl, origins } = settings;
  const hosts = ownHosts(publicUrl);
  const { stack } = lifecycle;
  const proxy = stack.use(
    createProxy({
      routes: createRoutingTable(platformRoutes(publicUrl, origins)),
      log,
      scheme: publicUrl.startsWith('https:') ? 'https' : 'http',
      added: { [EDGE_PROOF]: proof },
      onUnrouted: (request, response) => misdirected(request, response, publicUrl),
    }),
  );
  const probes = createHttpApp({ name: 'edge', log, hosts, health: lifecycle.health });
  await probes.ready();
  const listening = await listenWith(
    {
      request: (request, response) => (isProbe(request, hosts) ? probes.routing(request, response) : proxy.request(request, response)),
      upgrade: (request, socket, head) => proxy.upgrade(request, socket, head),
      close: async () => {
        await probes.close();
      },
    },
    settings,
  );
  lifecycle.announce('edge', stack.use(listening));
}

/** A probe of the edge itself. Below every other name the path belongs to whoever answers there: a service, or a site's own program. */
function isProbe({ headers, url }: IncomingMessage, hosts: readonly string[]): boolean {
  const name = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return hosts.includes(name) && PROBE_PATHS.has((url ?? '').split('?', 1)[0] ?? '');
}

/** A host name that is none of ours (421): also what keeps a rebound DNS name from reaching the services. */
function misdirected(request: IncomingMessage, response: ServerResponse, publicUrl: string): void {
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`Nothing here answers for the host "${request.headers.host ?? ''}". Use ${publicUrl}.\n`);
}
