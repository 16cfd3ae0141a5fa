import type { FastifyRequest } from 'fastify';

import { TOOLS } from '@mosaic/contracts/mosaic';
import { operation } from '@mosaic/platform/http';

/** Where RFC 9728 puts the metadata of the resource `/mcp`. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

/** The origin that the client used; the Host header is checked before any route. */
export function resourceOrigin({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const isSecure = headers['x-forwarded-proto'] === 'https';
  return `${isSecure ? 'https' : 'http'}://${headers.host ?? 'localhost'}`;
}

/** RFC 9728. No authorization server is named until the platform has one: tokens are made with "mosaic token" or the dashboard. */
export const protectedResource = protectedResourceAt(METADATA_PATH);
export const protectedResourceOfOrigin = protectedResourceAt('/.well-known/oauth-protected-resource');

function protectedResourceAt(path: string) {
  return operation<unknown>()({
    method: 'GET',
    path,
    access: 'anyone',
    handle: async ({ raw, reply }) => {
      // Says the same to everybody, so that any page may learn how to ask for a token.
      reply.header('access-control-allow-origin', '*');
      return {
        resource: `${resourceOrigin(raw)}/mcp`,
        resource_name: 'MosAIc Stack',
        bearer_methods_supported: ['header'],
        scopes_supported: [...new Set(Object.values(TOOLS).map((tool) => tool.grant))].toSorted(),
      };
    },
  });
}
