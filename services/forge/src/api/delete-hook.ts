import { repositoryOperation } from './forge-operation.ts';
import { HookParams, requireHook } from './hook-params.ts';

export const deleteHook = repositoryOperation({
  method: 'DELETE',
  path: '/hooks/:id',
  grant: 'forge:hook:write',
  level: 'admin',
  whileArchived: true,
  params: HookParams,
  async handle({ repository, params, caller, traceId }, context) {
    await context.hooks.writer.remove(repository, await requireHook(context, repository, params.id), { caller, traceId });
  },
});
