import { listPrincipals as contract } from '@mosaic/contracts/mosaic';

import { maySeeEmail } from '../principals/principal-policy.ts';
import { listPrincipals as readPrincipals } from '../principals/principal-reader.ts';
import { implement } from './accounts-operation.ts';
import { presentPrincipal } from './present/principal.ts';

export const listPrincipals = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async ({ caller }, { store }) =>
    (await store.read(readPrincipals)).map((row) => presentPrincipal(row, { withEmail: maySeeEmail(caller, row) })),
});
