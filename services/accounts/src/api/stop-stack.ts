import { operation } from '@mosaic/platform/http';

import { actOf, type AccountsContext } from './context.ts';

/** Stops the whole stack, after this answer is on its way. */
export const stopStack = operation<AccountsContext>()({
  method: 'POST',
  path: '/-/control/stop',
  access: { grant: 'accounts:control:admin' },
  status: 202,
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
    return { stopping: true };
  },
});
