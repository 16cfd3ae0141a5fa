import { orgListMembers } from '@mosaic/contracts/gitea';

import { isAtLeast } from '../../../../organizations/organization-policy.ts';
import { presentUser } from '../../../../present/user.ts';
import { implementInOrganization } from '../../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';

export const listMembers = implementInOrganization(orgListMembers, {
  grant: 'forge:user:read',
  place: 'reader',
  async handle({ organization, place, query, raw, reply }, { organizations, links }) {
    const all = await organizations.reader.members(organization.id, { shown: !isAtLeast(place, 'member') });
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return all.slice(offsetOf(query), offsetOf(query) + query.limit).map((member) => presentUser(links, member));
  },
});
