import type { FastifyRequest } from 'fastify';

import {
  bearerOf,
  createHttpApp,
  mountApiDescription,
  mountEventFeed,
  mountNativeDescription,
  mountOperations,
  type HttpApp,
} from '@mosaic/platform/http';
import { createAuthenticator, type Credential } from '@mosaic/platform/identity';
import type { Health } from '@mosaic/platform/lifecycle';

import { renderError } from '../api/render-error.ts';
import { HOOK_OPERATIONS, NATIVE_OPERATIONS, WOODPECKER_OPERATIONS } from '../api/routes.ts';
import { describeCi, WOODPECKER_DESCRIPTION_PATH } from '../api/woodpecker/description.ts';
import { mountUnserved } from '../api/woodpecker/unserved.ts';
import type { CiContext } from '../context.ts';
import type { CiPorts } from './ports.ts';

/** One listener with four doors: Woodpecker's API, our native API, the event feed, and webhooks. */
export async function composeDoors(
  { settings, log, accounts, events }: CiPorts,
  context: CiContext,
  health: () => Promise<Health>,
): Promise<HttpApp> {
  const { authenticate } = createAuthenticator({ door: 'ci', accounts });
  const app = createHttpApp({ name: 'ci', log, hosts: settings.hosts, renderError, health, authenticate });
  const identity = { credential: woodpeckerCredential, authenticate };
  mountOperations(app, WOODPECKER_OPERATIONS, { ...identity, context, prefix: '/api' });
  mountOperations(app, NATIVE_OPERATIONS, { ...identity, context });
  mountUnserved(app);
  mountApiDescription(app, WOODPECKER_DESCRIPTION_PATH, () => describeCi(settings));
  mountNativeDescription(app, 'ci', NATIVE_OPERATIONS);
  mountEventFeed(app, events, { ...identity, grant: 'ci:feed:admin' });
  await app.register(async (scope) => {
    // The signature is over the bytes as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    mountOperations(scope, HOOK_OPERATIONS, { ...identity, context, credential: () => null, prefix: '/api' });
  });
  return app;
}

/** Woodpecker takes a bearer token alone. */
function woodpeckerCredential({ headers }: FastifyRequest): Credential | null {
  const token = bearerOf(headers);
  return token === null ? null : { token };
}
