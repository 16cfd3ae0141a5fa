import { repoDelete } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';

export const deleteRepository = implementInRepository(repoDelete, {
  grant: 'forge:repository:admin',
  level: 'admin',
  whileArchived: true,
  handle: ({ repository, cause }, { repositories }) => repositories.writer.remove(repository, cause),
});
