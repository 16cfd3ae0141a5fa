import { ceilingOf, createLink as contract, type Role } from '@mosaic/contracts/mosaic';

import { createLink as makeLink } from '../links/create-link.ts';
import { carriesAll } from '../tokens/token-policy.ts';
import { implement } from './accounts-operation.ts';
import { actOf } from './context.ts';

/** A one-time sign-in link, for the command line of the home's owner and for administrators. */
export const createLink = implement(contract, {
  access: { grant: 'accounts:control:admin' },
  handle: async ({ body, caller, traceId }, context) =>
    makeLink(context.events, {
      wish: body,
      publicUrl: context.settings.publicUrl,
      act: actOf({ caller, traceId }, context),
      mayLetIn: ({ login, role }) => carriesAll(caller, ceilingOf({ login, role: role as Role })),
    }),
});
