import type { z } from 'zod';

import type { OperationDatum } from '@mosaic/contracts/wire';
import { operation, routed, type Access, type Answer, type Operation, type Request } from '@mosaic/platform/http';

import type { AccountsContext } from '../context.ts';

/** Implements an operation of the contract; what answers pages and redirects is in none, see `enter` and `authorizeSite`. */
export function implement<D extends OperationDatum>(
  datum: D,
  stated: {
    access: Access;
    handle: (
      request: Request<z.output<D['params']>, z.output<D['query']>, z.output<D['body']>>,
      context: AccountsContext,
    ) => Promise<Answer<D>>;
  },
): Operation<AccountsContext> {
  return operation<AccountsContext>()<D['params'], D['query'], D['body']>({ ...routed(datum), ...stated, contract: datum });
}
