import { repoDeleteKey } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireDeployKey } from './key-of-request.ts';

export const deleteDeployKey = implementInRepository(repoDeleteKey, {
  grant: 'forge:repository:admin',
  level: 'admin',
  whileArchived: true,
  async handle({ repository, params, cause }, context) {
    await context.deployKeys.writer.remove(repository, await requireDeployKey(context, repository, params.id), cause);
  },
});
