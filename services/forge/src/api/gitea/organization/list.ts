import { orgGetAll } from '@mosaic/contracts/gitea';

import { presentOrganization } from '../../../present/organization.ts';
import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';

export const listOrgs = implement(orgGetAll, {
  grant: 'forge:user:read',
  anonymous: true,
  async handle({ caller, query, raw, reply }, { organizations, links }) {
    const { items, total } = await organizations.reader.list({ caller, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((organization) => presentOrganization(organization, { anonymous: caller.kind === 'anonymous' }));
  },
});
