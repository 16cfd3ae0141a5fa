import { orgCreate } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentOrganization } from '../../../present/organization.ts';
import { implement } from '../../forge-operation.ts';
import { profileOf } from './profile-of-body.ts';

/** Whoever makes it is its first owner. */
export const createOrg = implement(orgCreate, {
  grant: 'forge:organization:write',
  async handle({ caller, body, cause }, { organizations }) {
    if (caller.repositories !== null)
      throw new MosaicError('forbidden', 'This token is limited to listed repositories; it makes no organization.');
    const made = await organizations.writer.create({ name: body.username, profile: profileOf(body), founder: caller }, cause);
    return presentOrganization(made, { anonymous: false });
  },
});
