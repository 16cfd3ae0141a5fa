import { userCurrentPostKey } from '@mosaic/contracts/gitea';

import { implement } from '../../../forge-operation.ts';
import { requireMayChangeKeys } from '../../../../keys/key-policy.ts';
import { parsePublicKey } from '../../../../keys/public-key.ts';
import { presentKey } from '../../../../present/key.ts';

export const createKey = implement(userCurrentPostKey, {
  grant: 'forge:user:write',
  async handle({ caller, body, cause }, { keys, links }) {
    requireMayChangeKeys(caller);
    const added = await keys.writer.add(caller, { title: body.title, key: parsePublicKey(body.key) }, cause);
    return presentKey(links, added, caller);
  },
});
