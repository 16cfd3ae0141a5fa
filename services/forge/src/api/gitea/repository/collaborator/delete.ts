import { repoDeleteCollaborator } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';

export const deleteCollaborator = implementInRepository(repoDeleteCollaborator, {
  grant: 'forge:repository:admin',
  level: 'admin',
  whileArchived: true,
  handle: ({ repository, params, cause }, { collaborators }) => collaborators.writer.remove(repository, params.collaborator, cause),
});
