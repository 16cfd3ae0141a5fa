import { openAttempt as contract } from '@mosaic/contracts/mosaic';

import { presentToken } from '../../../present/token.ts';
import { implement } from '../../accounts-operation.ts';

export const openAttempt = implement(contract, {
  access: { grant: 'accounts:attempt:write' },
  handle: async ({ body, cause }, { attempts }) => {
    const { row, login } = await attempts.writer.open(body, cause);
    return presentToken(row, login);
  },
});
