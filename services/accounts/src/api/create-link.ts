import { ceilingOf, createLink as contract, type Role } from '@mosaic/contracts/mosaic';

import { createLink as makeLink } from '../links/create-link.ts';
import { carriesAll } from '../tokens/token-policy.ts';
import { implement } from './accounts-operation.ts';

/** A one-time sign-in link, for the command line of the home's owner and for administrators. */
export const createLink = implement(contract, {
  access: { grant: 'accounts:control:admin' },
  handle: async ({ body, caller, cause }, context) =>
    makeLink(context.events, {
      wish: body,
      publicUrl: context.settings.publicUrl,
      cause,
      now: context.now(),
      mayLetIn: ({ login, role }) => carriesAll(caller, ceilingOf({ login, role: role as Role })),
    }),
});
