import { keepAttempt as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

export const keepAttempt = implement(contract, {
  access: { grant: 'accounts:attempt:write' },
  handle: ({ params, body }, { attempts }) => attempts.writer.keep(params, body.expiresAt),
});
