import { z } from 'zod';

import { HookParams } from '@mosaic/contracts/gitea';

import { forgeOperation } from './forge-operation.ts';
import { requireHookAccess } from './hook-access.ts';

/** Native: delivers an event of the past, e.g. a push that came before the webhook. The row of hook and event stays unique. */
export const deliverEvent = forgeOperation({
  method: 'POST',
  path: '/-/hooks/:id/deliveries',
  grant: 'forge:hook:admin',
  params: HookParams,
  body: z.object({ eventId: z.string().min(1).max(100) }),
  status: 202,
  async handle({ caller, params, body, traceId }, context) {
    const { hook } = await requireHookAccess(context, caller, params.id);
    await context.hooks.redelivery.deliver(hook, body.eventId, { caller, traceId });
    return {};
  },
});
