import { orgListCurrentUserOrgs } from '@mosaic/contracts/gitea';

import { presentOrganization } from '../../../present/organization.ts';
import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';

/** A token for listed repositories is nobody's membership: it finds those that everybody knows of. */
export const listMyOrgs = implement(orgListCurrentUserOrgs, {
  grant: 'forge:user:read',
  async handle({ caller, query, raw, reply }, { organizations, links }) {
    const member = { principalId: caller.id, shown: caller.repositories !== null };
    const { items, total } = await organizations.reader.list({ caller, member, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((organization) => presentOrganization(organization, { anonymous: false }));
  },
});
