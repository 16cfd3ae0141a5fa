import { openAttempt as contract } from '@mosaic/contracts/mosaic';

import { openAttempt as open } from '../attempts/attempt-writer.ts';
import { implement } from './accounts-operation.ts';
import { presentToken } from './present/token.ts';

export const openAttempt = implement(contract, {
  access: { grant: 'accounts:attempt:write' },
  handle: async ({ body, cause }, context) => {
    const { row, principal } = await context.events.transact((writer) => open(writer.as(cause), body, context.now()));
    return presentToken(row, principal.login);
  },
});
