import { endAttempt as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

export const endAttempt = implement(contract, {
  access: { grant: 'accounts:attempt:write' },
  handle: ({ params, cause }, { attempts }) => attempts.writer.end(params, cause),
});
