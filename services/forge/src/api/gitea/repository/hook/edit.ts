import { repoEditHook } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { hookChangeOf, requireHook } from './hook-of-request.ts';
import { presentHook } from '../../../../present/hook.ts';

export const editHook = implementInRepository(repoEditHook, {
  grant: 'forge:hook:write',
  level: 'admin',
  async handle({ repository, params, body, cause }, context) {
    const hook = await requireHook(context, repository, params.id);
    return presentHook(await context.hooks.writer.edit(repository, hook, hookChangeOf(body), cause));
  },
});
