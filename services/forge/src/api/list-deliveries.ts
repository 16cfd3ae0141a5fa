import { HookParams } from '@mosaic/contracts/gitea';

import { forgeOperation } from './forge-operation.ts';
import { requireHookAccess } from './hook-access.ts';
import { presentDelivery } from './present/delivery.ts';

/** Native: the newest 50 deliveries of a webhook. */
export const listDeliveries = forgeOperation({
  method: 'GET',
  path: '/-/hooks/:id/deliveries',
  grant: 'forge:hook:read',
  params: HookParams,
  async handle({ caller, params }, context) {
    const { hook } = await requireHookAccess(context, caller, params.id);
    return { deliveries: (await context.hooks.reader.deliveries(hook.id)).map(presentDelivery) };
  },
});
