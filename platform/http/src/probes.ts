import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';

import { MosaicError } from '@mosaic/platform/errors';
import { permits, type Caller, type Credential } from '@mosaic/platform/identity';
import type { Health } from '@mosaic/platform/lifecycle';

import { EDGE_PROOF, type Addressed } from './client-address.ts';
import { credentialOf } from './credential.ts';

/** The paths that every service's own door answers; never those of a site's host. */
export const PROBE_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** What proxies say of themselves. A request that bears one was not made by who sent it here. */
const FORWARDING_HEADERS = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', EDGE_PROOF];

/** Whether a process of this machine asks by itself: a loopback peer, and no proxy of ours or of anybody in between. */
export function isLocalRequest({ headers, socket }: Addressed): boolean {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLoopback = peer === '::1' || peer.startsWith('127.');
  return isLoopback && FORWARDING_HEADERS.every((name) => headers[name] === undefined);
}

export interface Probes {
  name: string;
  /** What /readyz says; the reason, which may name files, to this machine alone. */
  health: () => Promise<Health>;
  /** Who a token at /metrics stands for; absent at a door that knows no tokens. */
  authenticate?: ((credential: Credential, request: FastifyRequest) => Promise<Caller>) | undefined;
}

/** `/healthz` and `/readyz` for anyone; `/metrics` for this machine and for tokens with the grant `<service>:metrics:admin`. */
export function mountProbes(app: FastifyInstance, { name, health, authenticate }: Probes): void {
  const metrics = measure(app, name);
  app.get('/healthz', async (_request, reply) => reply.code(204).send());
  app.get('/readyz', async (request, reply) => {
    const found = await health();
    const serves = found.state === 'ok' || found.serves === true;
    return reply.code(serves ? 200 : 503).send(isLocalRequest(request) ? found : { state: found.state });
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocalRequest(request)) await demandGrant(request, name, authenticate);
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

async function demandGrant(request: FastifyRequest, name: string, authenticate: Probes['authenticate']): Promise<void> {
  if (authenticate === undefined)
    throw new MosaicError('forbidden', `The measures of ${name} are told to this machine alone. Ask its own port there.`);
  const grant = `${name}:metrics:admin`;
  const credential = credentialOf(request.headers);
  if (credential === null)
    throw new MosaicError('unauthenticated', `Measures are told to this machine, or for a token with the grant ${grant}.`);
  if (!permits(await authenticate(credential, request), grant)) throw new MosaicError('forbidden', `The token lacks the grant ${grant}.`);
}

function measure(app: FastifyInstance, name: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service: name });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to the end of the response.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    duration.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unknown', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  return registry;
}
