import { repoGetByID } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';
import { presentCounted } from './present-counted.ts';

export const getRepositoryById = implement(repoGetByID, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params }, context) {
    const access = await context.repositories.reader.byId(caller, params.id);
    if (access === null) throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    return presentCounted(context, { caller, ...access });
  },
});
