import { repoListTagProtection } from '@mosaic/contracts/gitea';

import { presentTagRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';

export const listTagProtections = implementInRepository(repoListTagProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  handle: async ({ repository }, { protection }) => (await protection.reader.rules(repository.id)).tags.map(presentTagRule),
});
