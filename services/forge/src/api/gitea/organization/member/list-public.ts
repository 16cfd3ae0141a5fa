import { orgListPublicMembers } from '@mosaic/contracts/gitea';

import { presentUser } from '../../../../present/user.ts';
import { implementInOrganization } from '../../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';

export const listPublicMembers = implementInOrganization(orgListPublicMembers, {
  grant: 'forge:user:read',
  anonymous: true,
  place: 'reader',
  async handle({ organization, query, raw, reply }, { organizations, links }) {
    const all = await organizations.reader.members(organization.id, { shown: true });
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return all.slice(offsetOf(query), offsetOf(query) + query.limit).map((member) => presentUser(links, member));
  },
});
