import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { forgeOperation } from './forge-operation.ts';
import { presentRepository } from './present/repository.ts';

export const getRepositoryById = forgeOperation({
  method: 'GET',
  path: '/repositories/:id',
  grant: 'forge:repository:read',
  anonymous: true,
  params: z.object({ id: z.coerce.number().int() }),
  async handle({ caller, params }, { repositories, links }) {
    const access = await repositories.reader.byId(caller, params.id);
    if (access === null) throw new MosaicError('not_found', 'There is no such repository, or you may not see it.');
    return presentRepository(links, access.repository, access.level);
  },
});
