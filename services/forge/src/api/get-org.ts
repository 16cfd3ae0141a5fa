import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { forgeOperation } from './forge-operation.ts';

/** Organizations do not exist yet; clients take 404 for "this owner is a person". */
export const getOrg = forgeOperation({
  method: 'GET',
  path: '/orgs/:org',
  grant: 'forge:user:read',
  anonymous: true,
  params: z.object({ org: z.string().max(100) }),
  async handle({ params }) {
    throw new MosaicError('not_found', `There is no organization "${params.org}".`);
  },
});
