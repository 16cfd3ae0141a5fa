import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Histogram, Registry } from 'prom-client';

import { covers } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller, Credential } from '@mosaic/platform/identity';
import type { Health } from '@mosaic/platform/lifecycle';

import { credentialOf } from './credential.ts';
import { openDoor } from './process-metrics.ts';

/** The paths that every service's own door answers; never those of a site's host. */
export const PROBE_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

export interface Probes {
  name: string;
  /** What /readyz says: the state alone. The reason may name files; "mosaic status" and the system page tell it. */
  health: () => Promise<Health>;
  /** Who a token at /metrics stands for; a door that knows no tokens has no measures. */
  authenticate?: ((credential: Credential, request: FastifyRequest) => Promise<Caller>) | undefined;
}

/**
 * `/healthz` and `/readyz` for anyone; `/metrics` for tokens with the grant `<service>:metrics:admin`. Who connects from loopback is
 * trusted no more than others: a pipeline's step does.
 */
export function mountProbes(app: FastifyInstance, { name, health, authenticate }: Probes): void {
  app.get('/healthz', async (_request, reply) => reply.code(204).send());
  app.get('/readyz', async (_request, reply) => {
    const found = await health();
    const serves = found.state === 'ok' || found.serves === true;
    return reply.code(serves ? 200 : 503).send({ state: found.state });
  });
  if (authenticate === undefined) return;
  const measures = measure(app, name);
  const door = openDoor(measures);
  app.addHook('onClose', async () => door.close());
  app.get('/metrics', async (request, reply) => {
    const grant = `${name}:metrics:admin`;
    const credential = credentialOf(request.headers);
    if (credential === null) throw new MosaicError('unauthenticated', `Measures are told for a token with the grant ${grant}.`);
    const { grants } = await authenticate(credential, request);
    if (!covers(grants, grant)) throw new MosaicError('forbidden', `The token lacks the grant ${grant}.`);
    return reply.type(measures.contentType).send(await door.tell());
  });
}

function measure(app: FastifyInstance, name: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service: name });
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
