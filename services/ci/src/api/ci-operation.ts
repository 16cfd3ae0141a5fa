import { z } from 'zod';

import type { OperationDatum } from '@mosaic/contracts/wire';
import { operation, routed, type Access, type Answer, type Operation, type Request } from '@mosaic/platform/http';

import type { CiContext } from '../context.ts';

/** Implements an operation of the contract; what the caller may do with the object is the handler's to ask. */
export function implement<D extends OperationDatum>(
  datum: D,
  stated: {
    access: Access;
    handle: (request: Request<z.output<D['params']>, z.output<D['query']>, z.output<D['body']>>, context: CiContext) => Promise<Answer<D>>;
  },
): Operation<CiContext> {
  const { body, ...rest } = routed(datum);
  return operation<CiContext>()<D['params'], D['query'], D['body']>({
    ...rest,
    ...(body === undefined ? {} : { body: asGoSends(body) }),
    ...stated,
    contract: datum,
  });
}

/** A body as Go clients send it: a member that is null says the same as none. */
function asGoSends(schema: z.ZodType): z.ZodType {
  return z.preprocess(
    (body) => (isRecord(body) ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) : body),
    schema,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
