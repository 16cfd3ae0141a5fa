import { ceilingOf, createLink as contract } from '@mosaic/contracts/mosaic';

import { carriesAll } from '../../../tokens/token-policy.ts';
import { implement } from '../../accounts-operation.ts';

/** A one-time sign-in link, for the command line of the home's owner and for administrators. */
export const createLink = implement(contract, {
  access: { grant: 'accounts:control:admin' },
  handle: ({ body, caller, cause }, { links }) =>
    links.writer.make(body, cause, ({ login, role }) => carriesAll(caller, ceilingOf({ login, role: role }))),
});
