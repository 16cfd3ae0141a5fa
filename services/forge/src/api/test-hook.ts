import { repositoryOperation } from './forge-operation.ts';
import { HookParams, requireHook } from './hook-params.ts';

/** Delivers the newest push of the default branch once more as a new delivery; nothing when there is none. */
export const testHook = repositoryOperation({
  method: 'POST',
  path: '/hooks/:id/tests',
  grant: 'forge:hook:write',
  level: 'admin',
  params: HookParams,
  async handle({ repository, params, caller, traceId }, context) {
    const hook = await requireHook(context, repository, params.id);
    await context.hooks.redelivery.test(repository, hook, { caller, traceId });
  },
});
