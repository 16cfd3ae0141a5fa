import { repoDeleteHook } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireHook } from './hook-of-request.ts';

export const deleteHook = implementInRepository(repoDeleteHook, {
  grant: 'forge:hook:write',
  level: 'admin',
  whileArchived: true,
  async handle({ repository, params, cause }, context) {
    await context.hooks.writer.remove(repository, await requireHook(context, repository, params.id), cause);
  },
});
