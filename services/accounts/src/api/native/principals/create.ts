import { createPrincipal as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { presentPrincipal } from '../../../present/principal.ts';
import { refuseCreation, refuseMaker } from '../../../principals/principal-policy.ts';
import { implement } from '../../accounts-operation.ts';

export const createPrincipal = implement(contract, {
  access: { grant: 'accounts:principal:admin' },
  handle: async ({ body, caller, cause }, { principals }) => {
    const refusal = refuseCreation(body);
    if (refusal !== null) throw new MosaicError('invalid_input', refusal);
    const narrow = refuseMaker(caller, body);
    if (narrow !== null) throw new MosaicError('forbidden', narrow);
    return presentPrincipal(await principals.writer.add(body, cause), { withEmail: true });
  },
});
