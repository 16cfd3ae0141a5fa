import { updatePrincipal as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { originOf } from '../../../context.ts';
import { presentPrincipal } from '../../../present/principal.ts';
import { maySeeEmail, refuseUpdate, requireFit } from '../../../principals/principal-policy.ts';
import { proofOf } from '../../../sign-in/proof.ts';
import { implement } from '../../accounts-operation.ts';

/** Changes a principal: oneself from the pages, others as an administrator. */
export const updatePrincipal = implement(contract, {
  access: { grant: 'accounts:principal:read' },
  handle: async ({ params, body, caller, cause, raw }, context) => {
    const { principals } = context;
    const principal = await principals.reader.require(params.login);
    const target = { ...principal, kind: principal.kind, role: principal.role };
    const { currentPassword, ...changes } = body;
    const origin = originOf(raw, principal.login, context);
    const proof = await proofOf(context, { caller, principal, currentPassword, origin, cause });
    const refusal = refuseUpdate(caller, target, { patch: body, proof });
    if (refusal !== null) throw new MosaicError('forbidden', refusal);
    requireFit(target, changes);
    const keepSession = caller.id === principal.id ? caller.tokenId : '';
    const row = await principals.writer.change(principal, { changes, keepSession }, cause);
    return presentPrincipal(row, { withEmail: maySeeEmail(caller, row) });
  },
});
