import { repoDeleteTagProtection } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';

export const deleteTagProtection = implementInRepository(repoDeleteTagProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  handle: ({ repository, params, cause }, { protection }) => protection.writer.removeTagRule(repository, params.id, cause),
});
