import { repoGetKey } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireDeployKey } from './key-of-request.ts';
import { presentDeployKey } from '../../../../present/key.ts';

export const getDeployKey = implementInRepository(repoGetKey, {
  grant: 'forge:repository:read',
  level: 'admin',
  handle: async ({ repository, params }, context) =>
    presentDeployKey(context.links, await requireDeployKey(context, repository, params.id), repository, true),
});
