import { endAttempt as contract } from '@mosaic/contracts/mosaic';

import { endAttempts } from '../attempts/attempt-writer.ts';
import { implement } from './accounts-operation.ts';

export const endAttempt = implement(contract, {
  access: { grant: 'accounts:attempt:write' },
  handle: async ({ params, cause }, context) => {
    await context.events.transact((writer) => endAttempts(writer.as(cause), params, context.now()));
    return undefined;
  },
});
