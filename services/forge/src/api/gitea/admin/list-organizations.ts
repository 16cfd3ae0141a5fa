import { adminGetAllOrgs } from '@mosaic/contracts/gitea';

import { administers } from '../../../organizations/organization-policy.ts';
import { presentOrganization } from '../../../present/organization.ts';
import { implement } from '../../forge-operation.ts';
import { requireAdministrator } from '../../organization-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';

export const listAllOrgs = implement(adminGetAllOrgs, {
  grant: 'forge:organization:admin',
  async handle({ caller, query, raw, reply }, { organizations, links }) {
    requireAdministrator(administers(caller));
    const { items, total } = await organizations.reader.list({ caller, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((organization) => presentOrganization(organization, { anonymous: false }));
  },
});
