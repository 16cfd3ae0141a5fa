import { repoAddCollaborator } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { requirePerson } from './collaborator-of-request.ts';
import { implementInRepository } from '../../../forge-operation.ts';

export const putCollaborator = implementInRepository(repoAddCollaborator, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, params, body, caller, traceId }, context) {
    const person = await requirePerson(context, params.collaborator);
    if (person.id === repository.owner.principalId) throw new MosaicError('invalid_input', 'The owner has every right already.');
    await context.collaborators.writer.put(repository, { person, permission: body.permission }, { caller, traceId });
  },
});
