import { repoCheckCollaborator } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';

/** 204 for a collaborator, 404 for anybody else. */
export const getCollaborator = implementInRepository(repoCheckCollaborator, {
  grant: 'forge:repository:read',
  level: 'write',
  async handle({ repository, params }, { collaborators }) {
    const wanted = params.collaborator.toLowerCase();
    const all = await collaborators.reader.list(repository.id);
    if (!all.some(({ login }) => login.toLowerCase() === wanted))
      throw new MosaicError('not_found', `${params.collaborator} is no collaborator of ${repository.fullName}.`);
  },
});
