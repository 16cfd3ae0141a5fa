import { CollaboratorParams } from './collaborator-params.ts';
import { repositoryOperation } from './forge-operation.ts';

export const deleteCollaborator = repositoryOperation({
  method: 'DELETE',
  path: '/collaborators/:collaborator',
  grant: 'forge:repository:admin',
  level: 'admin',
  whileArchived: true,
  params: CollaboratorParams,
  handle: ({ repository, params, caller, traceId }, { collaborators }) =>
    collaborators.writer.remove(repository, params.collaborator, { caller, traceId }),
});
