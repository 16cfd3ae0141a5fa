import { repoDeleteBranchProtection } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';

export const deleteBranchProtection = implementInRepository(repoDeleteBranchProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  handle: ({ repository, params, cause }, { protection }) => protection.writer.removeBranchRule(repository, params.name, cause),
});
