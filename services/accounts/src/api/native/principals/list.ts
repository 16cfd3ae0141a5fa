import { listPrincipals as contract } from '@mosaic/contracts/mosaic';

import { presentPrincipal } from '../../../present/principal.ts';
import { maySeeEmail } from '../../../principals/principal-policy.ts';
import { implement } from '../../accounts-operation.ts';

export const listPrincipals = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async ({ caller }, { principals }) =>
    (await principals.reader.list()).map((row) => presentPrincipal(row, { withEmail: maySeeEmail(caller, row) })),
});
