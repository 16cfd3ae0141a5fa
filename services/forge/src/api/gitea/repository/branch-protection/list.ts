import { repoListBranchProtection } from '@mosaic/contracts/gitea';

import { presentBranchRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';

export const listBranchProtections = implementInRepository(repoListBranchProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  handle: async ({ repository }, { protection }) => (await protection.reader.rules(repository.id)).branches.map(presentBranchRule),
});
