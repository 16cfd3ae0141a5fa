import { keepAttempt as contract } from '@mosaic/contracts/mosaic';

import { keepAttempt as keep } from '../attempts/attempt-writer.ts';
import { implement } from './accounts-operation.ts';

export const keepAttempt = implement(contract, {
  access: { grant: 'accounts:attempt:write' },
  handle: async ({ params, body, cause }, { events, now }) => {
    await events.transact((writer) => keep(writer.as(cause), params, { ...body, at: now() }));
    return undefined;
  },
});
