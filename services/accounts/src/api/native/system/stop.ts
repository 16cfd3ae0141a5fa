import { stopStack as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

/** Stops the whole stack, after this answer is on its way. */
export const stopStack = implement(contract, {
  access: { grant: 'accounts:control:admin' },
  handle: async ({ cause, reply }, { audit, stop }) => {
    await audit.writer.note({ subject: 'stack', operation: 'control.stop', allowed: true, detail: {} }, cause);
    reply.raw.once('finish', stop);
    return { stopping: true as const };
  },
});
