import { repoUpdateBranchProtectionPriories } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';

export const orderBranchProtections = implementInRepository(repoUpdateBranchProtectionPriories, {
  grant: 'forge:repository:admin',
  level: 'admin',
  handle: ({ repository, body, cause }, { protection }) => protection.writer.orderBranchRules(repository, body.ids, cause),
});
