import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { CollaboratorParams, requirePerson } from './collaborator-params.ts';
import { repositoryOperation } from './forge-operation.ts';

export const putCollaborator = repositoryOperation({
  method: 'PUT',
  path: '/collaborators/:collaborator',
  grant: 'forge:repository:admin',
  level: 'admin',
  params: CollaboratorParams,
  body: z.object({ permission: z.enum(['read', 'write', 'admin']).default('write') }),
  async handle({ repository, params, body, caller, traceId }, context) {
    const person = await requirePerson(context, params.collaborator);
    if (person.id === repository.ownerId) throw new MosaicError('invalid_input', 'The owner has every right already.');
    await context.collaborators.writer.put(repository, { person, permission: body.permission }, { caller, traceId });
  },
});
