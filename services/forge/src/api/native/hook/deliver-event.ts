import { deliverEvent as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../forge-operation.ts';
import { requireHookAccess } from './hook-access.ts';

/** Native: delivers an event of the past, e.g. a push that came before the webhook. The row of hook and event stays unique. */
export const deliverEvent = implement(contract, {
  grant: 'forge:hook:admin',
  async handle({ caller, params, body, cause }, context) {
    const { hook } = await requireHookAccess(context, caller, params.id);
    await context.hooks.redelivery.deliver(hook, body.eventId, cause);
    return {};
  },
});
