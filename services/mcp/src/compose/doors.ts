import type { FastifyRequest } from 'fastify';

import { createHttpApp, credentialOf, mountEventFeed, mountNativeDescription, mountOperations } from '@mosaic/platform/http';
import { createAuthenticator } from '@mosaic/platform/identity';
import type { Health } from '@mosaic/platform/lifecycle';

import { mountMcpEndpoint } from '../api/mcp-endpoint.ts';
import { createServerFactory } from '../api/mcp-server.ts';
import { renderError } from '../api/render-error.ts';
import { OPERATIONS } from '../api/routes.ts';
import { createResources } from '../resources/resources.ts';
import type { Aggregates } from './aggregates.ts';
import type { McpPorts } from './ports.ts';

/** One listener with three doors: the protocol itself, the documents that lead to it, and the event feed. */
export function composeDoors(
  { settings, log, accounts, events }: McpPorts,
  { tools }: Pick<Aggregates, 'tools'>,
  health: () => Promise<Health>,
) {
  const authenticator = createAuthenticator({ door: 'mcp', accounts });
  const { authenticate } = authenticator;
  const app = createHttpApp({ name: 'mcp', log, hosts: settings.hosts, renderError, health, authenticate });
  const identity = { credential: ({ headers }: FastifyRequest) => credentialOf(headers), authenticate };
  mountOperations(app, OPERATIONS, { ...identity, context: undefined });
  mountNativeDescription(app, 'mcp', OPERATIONS);
  mountEventFeed(app, events, { ...identity, grant: 'mcp:feed:admin' });
  const serverOf = createServerFactory({ tools, resources: createResources(tools) });
  const endpoint = mountMcpEndpoint(app, { authenticator, serverOf, endCalls: tools.end, publicUrl: settings.publicUrl, log });
  return { app, endpoint };
}
