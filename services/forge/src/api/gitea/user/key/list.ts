import { userCurrentListKeys } from '@mosaic/contracts/gitea';

import { implement } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentKey } from '../../../../present/key.ts';

/** With a fingerprint the key is looked for among everybody's, as Gitea does: public keys are public. */
export const listMyKeys = implement(userCurrentListKeys, {
  grant: 'forge:user:read',
  async handle({ caller, query, raw, reply }, { keys, links }) {
    const fingerprint = query.fingerprint === '' ? undefined : query.fingerprint;
    const whose = fingerprint === undefined ? { principalId: caller.id } : { fingerprint };
    const { items, total } = await keys.reader.list({ ...whose, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((key) => presentKey(links, key, caller));
  },
});
