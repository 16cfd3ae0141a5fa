import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { repositoryOperation } from './forge-operation.ts';
import { presentLabel } from './present/issue.ts';

export const getLabel = repositoryOperation({
  method: 'GET',
  path: '/labels/:id',
  grant: 'forge:issue:read',
  level: 'read',
  params: z.object({ id: z.coerce.number().int() }),
  async handle({ repository, params }, { issues, links }) {
    const label = (await issues.reader.labels(repository.id)).find(({ id }) => id === params.id);
    if (label === undefined) throw new MosaicError('not_found', `${repository.fullName} has no label ${params.id}.`);
    return presentLabel(links, repository, label);
  },
});
