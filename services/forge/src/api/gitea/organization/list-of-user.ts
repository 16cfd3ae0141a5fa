import { orgListUserOrgs } from '@mosaic/contracts/gitea';

import { administers } from '../../../organizations/organization-policy.ts';
import { presentOrganization } from '../../../present/organization.ts';
import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';
import { requirePerson } from '../user/person-of-request.ts';

export const listUserOrgs = implement(orgListUserOrgs, {
  grant: 'forge:user:read',
  async handle({ caller, params, query, raw, reply }, context) {
    const person = await requirePerson(context, params.username);
    const seesAll = administers(caller) || (person.id === caller.id && caller.repositories === null);
    const member = { principalId: person.id, shown: !seesAll };
    const { items, total } = await context.organizations.reader.list({ caller, member, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: context.links.publicUrl });
    return items.map((organization) => presentOrganization(organization, { anonymous: false }));
  },
});
