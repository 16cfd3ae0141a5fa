import { repoGetHook } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireHook } from './hook-of-request.ts';
import { presentHook } from '../../../../present/hook.ts';

export const getHook = implementInRepository(repoGetHook, {
  grant: 'forge:hook:read',
  level: 'admin',
  handle: async ({ repository, params }, context) => presentHook(await requireHook(context, repository, params.id)),
});
