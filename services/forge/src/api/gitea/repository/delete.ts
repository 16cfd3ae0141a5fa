import { repoDelete } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';

/** Pull requests that come from it keep what they brought last, where they go into. */
export const deleteRepository = implementInRepository(repoDelete, {
  grant: 'forge:repository:admin',
  level: 'admin',
  whileArchived: true,
  async handle({ repository, cause }, { repositories, pulls }) {
    await pulls.checker.checkAll(repository.id);
    await repositories.writer.remove(repository, cause);
  },
});
