import { orgGet } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';

/** Organizations do not exist yet; clients take 404 for "this owner is a person". */
export const getOrg = implement(orgGet, {
  grant: 'forge:user:read',
  anonymous: true,
  async handle({ params }) {
    throw new MosaicError('not_found', `There is no organization "${params.org.slice(0, 100)}".`);
  },
});
