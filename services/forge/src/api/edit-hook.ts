import { repositoryOperation } from './forge-operation.ts';
import { HookBody, HookParams, hookChangeOf, requireHook } from './hook-params.ts';
import { presentHook } from './present/hook.ts';

export const editHook = repositoryOperation({
  method: 'PATCH',
  path: '/hooks/:id',
  grant: 'forge:hook:write',
  level: 'admin',
  params: HookParams,
  body: HookBody,
  async handle({ repository, params, body, caller, traceId }, context) {
    const hook = await requireHook(context, repository, params.id);
    return presentHook(await context.hooks.writer.edit(repository, hook, hookChangeOf(body), { caller, traceId }));
  },
});
