import { operation } from '@mosaic/platform/http';

import { maySeeEmail } from '../principals/principal-policy.ts';
import { listPrincipals as readPrincipals } from '../principals/principal-reader.ts';
import type { AccountsContext } from './context.ts';
import { presentPrincipal } from './present/principal.ts';

export const listPrincipals = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/accounts/principals',
  access: { grant: 'accounts:principal:read' },
  handle: async ({ caller }, { store }) =>
    (await store.read(readPrincipals)).map((row) => presentPrincipal(row, { withEmail: maySeeEmail(caller, row) })),
});
