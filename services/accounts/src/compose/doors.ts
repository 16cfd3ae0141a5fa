import fastifyCookie from '@fastify/cookie';

import type { EventLog } from '@mosaic/platform/events';
import { createHttpApp, listen, mountEventFeed, mountNativeDescription, mountOperations } from '@mosaic/platform/http';
import type { Lifecycle } from '@mosaic/platform/lifecycle';

import { renderError } from '../api/render-error.ts';
import { CONSENT_OPERATIONS, OAUTH_OPERATIONS, OPERATIONS } from '../api/routes.ts';
import type { AccountsContext } from '../context.ts';
import { mountGateway } from '../doors/gateway/gateway.ts';
import { identityOf } from '../doors/identity.ts';
import { mountOauth } from '../doors/oauth/mount-oauth.ts';
import { mountDashboard } from '../doors/pages/dashboard-pages.ts';
import type { AccountsPorts } from './ports.ts';

/** The front door: our own operations, the event feed, the ways to the other services, and the dashboard's pages. */
export async function openDoors(
  { settings, events, upstream, log }: AccountsPorts,
  context: AccountsContext,
  lifecycle: Lifecycle,
): Promise<void> {
  const { stack, health } = lifecycle;
  const { session, ...identity } = identityOf(context);
  const app = createHttpApp({
    name: 'accounts',
    log,
    hosts: settings.hosts,
    renderError,
    health,
    cookies: 'allow',
    authenticate: identity.authenticate,
  });
  await app.register(fastifyCookie);
  mountOperations(app, OPERATIONS, { ...identity, context });
  await mountOauth(app, { pages: CONSENT_OPERATIONS, questions: OAUTH_OPERATIONS }, { ...identity, context });
  mountNativeDescription(app, 'accounts', OPERATIONS);
  mountEventFeed(app, events as EventLog<unknown>, { ...identity, grant: 'accounts:feed:admin' });
  stack.use(await mountGateway(app, { publicUrl: settings.publicUrl, upstream, session, proof: context.edgeProof, log }));
  await mountDashboard(app, settings.pagesFolder);
  lifecycle.announce('accounts', stack.use(await listen(app, settings)));
}
