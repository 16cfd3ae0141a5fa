import { MosaicError } from '@mosaic/platform/errors';

import { CollaboratorParams } from './collaborator-params.ts';
import { repositoryOperation } from './forge-operation.ts';

/** 204 for a collaborator, 404 for anybody else. */
export const getCollaborator = repositoryOperation({
  method: 'GET',
  path: '/collaborators/:collaborator',
  grant: 'forge:repository:read',
  level: 'write',
  params: CollaboratorParams,
  async handle({ repository, params }, { collaborators }) {
    const wanted = params.collaborator.toLowerCase();
    const all = await collaborators.reader.list(repository.id);
    if (!all.some(({ login }) => login.toLowerCase() === wanted))
      throw new MosaicError('not_found', `${params.collaborator} is no collaborator of ${repository.fullName}.`);
  },
});
