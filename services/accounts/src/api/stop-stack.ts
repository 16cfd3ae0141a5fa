import { stopStack as contract } from '@mosaic/contracts/mosaic';

import { implement } from './accounts-operation.ts';
import { actOf } from './context.ts';

/** Stops the whole stack, after this answer is on its way. */
export const stopStack = implement(contract, {
  access: { grant: 'accounts:control:admin' },
  handle: async ({ caller, traceId, reply }, context) => {
    const act = actOf({ caller, traceId }, context);
    await context.events.transact(async (writer) =>
      writer.emit('dev.mosaic.audit.written', {
        subject: 'stack',
        traceId: act.traceId,
        actor: act.actor,
        data: { operation: 'control.stop', allowed: true, detail: {} },
      }),
    );
    reply.raw.once('finish', () => context.stop());
    return { stopping: true as const };
  },
});
