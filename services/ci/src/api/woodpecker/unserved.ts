import type { HTTPMethods } from 'fastify';

import { unservedOperations } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';
import { contractsOf, type HttpApp } from '@mosaic/platform/http';

import { HOOK_OPERATIONS, WOODPECKER_OPERATIONS } from '../routes.ts';

/**
 * Woodpecker's operations that this server does not have say so (501) at their addresses: else a client would take the 404 for a thing
 * that is missing. They say nothing of anybody, so anyone may ask.
 */
export function mountUnserved(app: HttpApp): void {
  for (const { tag, method, path } of unservedOperations(contractsOf([...WOODPECKER_OPERATIONS, ...HOOK_OPERATIONS])))
    app.route({
      method: method as HTTPMethods,
      url: `/api${path.replace(/\{org_full_name\}$/, '*').replace(/\{(\w+)\}/g, ':$1')}`,
      handler: async () => {
        throw new MosaicError(
          'unsupported',
          `This server does not have ${method} ${path}, of Woodpecker's chapter "${tag}". What it has is told at /swagger/doc.json.`,
        );
      },
    });
}
