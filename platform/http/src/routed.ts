import type { FastifyReply, HTTPMethods } from 'fastify';
import { z } from 'zod';

import type { OperationDatum } from '@mosaic/contracts/wire';

/** What a handler answers: what the contract states, which the server never changes afterwards; or the reply that it has sent itself. */
export type Answer<D extends OperationDatum> = DeepReadonly<z.input<D['answer']>> | FastifyReply;
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** An operation's request as a server takes it. */
export interface Routed<D extends OperationDatum> {
  method: HTTPMethods;
  /** With `:name`, and `*` for what may hold slashes. */
  path: string;
  params: D['params'];
  query: D['query'];
  /** Absent where the contract states no body. */
  body?: D['body'];
  status: number;
}

/** The contract's datum as {@link mountOperations} takes it. */
export function routed<D extends OperationDatum>({ method, path, catchAll, params, query, body, status }: D): Routed<D> {
  const route = path.replace(/\{(\w+)\}/g, (_all, name: string) => (name === catchAll ? '*' : `:${name}`));
  return { method, path: route, params, query, status, ...(body instanceof z.ZodUndefined ? {} : { body }) };
}
