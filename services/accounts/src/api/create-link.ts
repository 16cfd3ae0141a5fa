import { NewLink, type Role } from '@mosaic/contracts/mosaic';
import { operation } from '@mosaic/platform/http';

import { createLink as makeLink } from '../links/create-link.ts';
import { ceilingOf } from '../principals/role-ceilings.ts';
import { carriesAll } from '../tokens/token-policy.ts';
import { actOf, type AccountsContext } from './context.ts';

/** A one-time sign-in link, for the command line of the home's owner and for administrators. */
export const createLink = operation<AccountsContext>()({
  method: 'POST',
  path: '/-/accounts/links',
  access: { grant: 'accounts:control:admin' },
  body: NewLink,
  status: 201,
  handle: async ({ body, caller, traceId }, context) =>
    makeLink(context.events, {
      wish: body,
      publicUrl: context.settings.publicUrl,
      act: actOf({ caller, traceId }, context),
      mayLetIn: ({ login, role }) => carriesAll(caller, ceilingOf({ login, role: role as Role })),
    }),
});
