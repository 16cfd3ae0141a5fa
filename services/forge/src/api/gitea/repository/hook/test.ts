import { repoTestHook } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireHook } from './hook-of-request.ts';

export const testHook = implementInRepository(repoTestHook, {
  grant: 'forge:hook:write',
  level: 'admin',
  async handle({ repository, params, cause }, context) {
    const hook = await requireHook(context, repository, params.id);
    await context.hooks.redelivery.test(repository, hook, cause);
  },
});
