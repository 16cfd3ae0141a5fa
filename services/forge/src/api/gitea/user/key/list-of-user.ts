import { userListKeys } from '@mosaic/contracts/gitea';

import { implement } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { requirePerson } from '../person-of-request.ts';
import { presentKey } from '../../../../present/key.ts';

export const listKeysOfUser = implement(userListKeys, {
  grant: 'forge:user:read',
  async handle({ caller, params, query, raw, reply }, context) {
    const { keys, links } = context;
    const person = await requirePerson(context, params.username);
    const fingerprint = query.fingerprint === '' ? undefined : query.fingerprint;
    const page = { offset: offsetOf(query), limit: query.limit };
    const { items, total } = await keys.reader.list({ principalId: person.id, fingerprint, ...page });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((key) => presentKey(links, key, caller));
  },
});
