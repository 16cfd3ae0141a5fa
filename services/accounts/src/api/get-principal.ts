import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import { maySeeEmail } from '../principals/principal-policy.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import type { AccountsContext } from './context.ts';
import { presentPrincipal } from './present/principal.ts';

export const getPrincipal = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/accounts/principals/:login',
  access: { grant: 'accounts:principal:read' },
  params: z.object({ login: z.string().max(190) }),
  handle: async ({ params, caller }, { store }) => {
    const principal = await store.read((db) => findPrincipal(db, params.login));
    if (principal === undefined) throw new MosaicError('not_found', `There is no principal "${params.login}".`);
    return presentPrincipal(principal, { withEmail: maySeeEmail(caller, principal) });
  },
});
