import { MosaicError } from '@mosaic/platform/errors';
import { missingRight, permits, type Caller } from '@mosaic/platform/identity';

import type { AccountsContext } from '../../../context.ts';
import type { PrincipalRow } from '../../../db/schema.ts';

const OTHERS = 'accounts:application:admin';

/** Whose applications a request is about: the caller's, or another's for who may. Throws `forbidden`, `not_found`. */
export async function ownerOfRequest(
  { principals }: AccountsContext,
  { caller, login = caller.login }: { caller: Caller; login: string | undefined },
): Promise<PrincipalRow> {
  if (login.toLowerCase() !== caller.login.toLowerCase() && !permits(caller, OTHERS))
    throw new MosaicError('forbidden', missingRight(caller, OTHERS, 'Only an administrator handles the applications of others.'));
  return principals.reader.require(login);
}
