import { repositoryOperation } from './forge-operation.ts';
import { HookParams, requireHook } from './hook-params.ts';
import { presentHook } from './present/hook.ts';

export const getHook = repositoryOperation({
  method: 'GET',
  path: '/hooks/:id',
  grant: 'forge:hook:read',
  level: 'admin',
  params: HookParams,
  handle: async ({ repository, params }, context) => presentHook(await requireHook(context, repository, params.id)),
});
