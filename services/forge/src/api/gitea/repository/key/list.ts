import { repoListKeys } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentDeployKey } from '../../../../present/key.ts';

export const listDeployKeys = implementInRepository(repoListKeys, {
  grant: 'forge:repository:read',
  level: 'admin',
  async handle({ repository, query, raw, reply }, { deployKeys, links }) {
    const keyId = query.key_id === 0 ? undefined : query.key_id;
    const fingerprint = query.fingerprint === '' ? undefined : query.fingerprint;
    const all = await deployKeys.reader.list(repository.id, { keyId, fingerprint });
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return all.slice(offsetOf(query), offsetOf(query) + query.limit).map((key) => presentDeployKey(links, key, repository, true));
  },
});
