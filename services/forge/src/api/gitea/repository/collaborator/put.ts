import { repoAddCollaborator } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';

export const putCollaborator = implementInRepository(repoAddCollaborator, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, params, body, cause }, context) {
    const person = await context.people.find(params.collaborator);
    // Gitea's status: the path is right, the person is not.
    if (person === null) throw new MosaicError('invalid_input', `There is no user "${params.collaborator.slice(0, 100)}".`);
    if (person.id === repository.owner.principalId) throw new MosaicError('invalid_input', 'The owner has every right already.');
    await context.collaborators.writer.put(repository, { person, permission: body.permission }, cause);
  },
});
