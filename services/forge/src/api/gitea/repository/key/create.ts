import { repoCreateKey } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireMayAddDeployKey } from '../../../../keys/key-policy.ts';
import { parsePublicKey } from '../../../../keys/public-key.ts';
import { presentDeployKey } from '../../../../present/key.ts';

export const createDeployKey = implementInRepository(repoCreateKey, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ caller, repository, body, cause }, { deployKeys, links }) {
    requireMayAddDeployKey(caller);
    const wanted = { title: body.title, key: parsePublicKey(body.key), readOnly: body.read_only };
    return presentDeployKey(links, await deployKeys.writer.add(repository, wanted, cause), repository, false);
  },
});
