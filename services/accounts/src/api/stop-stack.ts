import { stopStack as contract } from '@mosaic/contracts/mosaic';

import { implement } from './accounts-operation.ts';

/** Stops the whole stack, after this answer is on its way. */
export const stopStack = implement(contract, {
  access: { grant: 'accounts:control:admin' },
  handle: async ({ cause, reply }, context) => {
    await context.events.transact(async (writer) =>
      writer.as(cause).emit('dev.mosaic.audit.written', {
        subject: 'stack',
        data: { operation: 'control.stop', allowed: true, detail: {} },
      }),
    );
    reply.raw.once('finish', () => context.stop());
    return { stopping: true as const };
  },
});
