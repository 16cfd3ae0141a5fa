import { listDeliveries as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../forge-operation.ts';
import { requireHookAccess } from './hook-access.ts';
import { presentDelivery } from '../../../present/delivery.ts';

/** Native: the newest 50 deliveries of a webhook. */
export const listDeliveries = implement(contract, {
  grant: 'forge:hook:read',
  async handle({ caller, params }, context) {
    const { hook } = await requireHookAccess(context, caller, params.id);
    return { deliveries: (await context.hooks.reader.deliveries(hook.id)).map(presentDelivery) };
  },
});
