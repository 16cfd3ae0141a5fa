import { NewPrincipal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import { refuseCreation, refuseMaker } from '../principals/principal-policy.ts';
import { insertPrincipal } from '../principals/principal-writer.ts';
import { actOf, type AccountsContext } from './context.ts';
import { presentPrincipal } from './present/principal.ts';

export const createPrincipal = operation<AccountsContext>()({
  method: 'POST',
  path: '/-/accounts/principals',
  access: { grant: 'accounts:principal:admin' },
  body: NewPrincipal,
  status: 201,
  handle: async ({ body, caller, traceId }, context) => {
    const refusal = refuseCreation(body);
    if (refusal !== null) throw new MosaicError('invalid_input', refusal);
    const narrow = refuseMaker(caller, body);
    if (narrow !== null) throw new MosaicError('forbidden', narrow);
    const { password, ...shown } = body;
    const passwordHash = password === undefined ? null : await context.passwords.hash(password);
    const act = actOf({ caller, traceId }, context);
    const row = await context.events.transact((writer) => insertPrincipal(writer, { ...shown, passwordHash }, act));
    return presentPrincipal(row, { withEmail: true });
  },
});
