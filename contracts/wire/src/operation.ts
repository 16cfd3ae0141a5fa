import { z } from 'zod';

import { encodeBytePath, encodeByteText } from './byte-text.ts';
import { query as queryText, type WireRequest } from './send.ts';

export type Method = WireRequest['method'];

/** Names in a path: "/repos/{owner}/{repo}" → "owner" | "repo". */
export type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never;

/** The answer of an operation that sends a file and no JSON; a handler sends it by itself. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The answer of an operation that sends events (`text/event-stream`) until its reader goes or it is over; a handler sends them by itself. */
export const EventStream = z.custom<AsyncIterable<Uint8Array>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
);

/**
 * The body of an operation that takes a file and no JSON: its bytes as they are, or as the member of a form (`multipart/form-data`).
 * A handler reads it by itself, as it comes.
 */
export const Upload = z.custom<Uint8Array | AsyncIterable<Uint8Array>>(() => true);

/** How an answer that is no JSON is called; null for JSON, and for none. */
export function rawTypeOf(answer: z.ZodType): string | null {
  if (answer === EventStream) return 'text/event-stream';
  return answer === Bytes ? 'application/octet-stream' : null;
}

/**
 * One operation of a contract as a datum: the server implements it, clients, documents and tables of tests are derived from it.
 * Schemas of requests say what the server reads, those of answers every member that it sends.
 */
export interface OperationDatum<
  Path extends string = string,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  /** The upstream's own name of it, else one of ours in the same form: "repoCreateHook". */
  id: string;
  /** The upstream's chapter: "repository". */
  tag: string;
  summary: string;
  method: Method;
  /** Below the dialect's prefix; names in braces. */
  path: Path;
  /** The path's name that may hold slashes, its last: "filepath". A server's router calls it `*`, and so do `params`. */
  catchAll?: string;
  /** Of those names that are more than a text. */
  params: P;
  query: Q;
  body: B;
  /** Status of success. */
  status: number;
  /** Other statuses of success, with the same answer; a handler sets one of them on its reply. */
  alsoStatus: readonly number[];
  /** What is answered then; {@link z.ZodVoid} for nothing. */
  answer: A;
  /** Statuses of refusals besides those that any operation may answer: 400, 401, 403, 404, 413, 415, 422, 429, 5xx. */
  errors: readonly number[];
}

const NOTHING = z.object({});

/** States an operation; what is left out is nothing: no parameters, no body, no answer (204). */
export function defineOperation<
  const Path extends `/${string}`,
  P extends z.ZodType = typeof NOTHING,
  Q extends z.ZodType = typeof NOTHING,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodVoid,
>(
  stated: Pick<OperationDatum<Path>, 'id' | 'tag' | 'summary' | 'method' | 'path'> & {
    catchAll?: NoInfer<PathNames<Path>>;
    params?: P;
    query?: Q;
    body?: B;
    answer?: A;
    /** 200 where something is answered, else 204. */
    status?: number;
    alsoStatus?: readonly number[];
    errors?: readonly number[];
  },
): OperationDatum<Path, P, Q, B, A> {
  return {
    params: NOTHING as unknown as P,
    query: NOTHING as unknown as Q,
    body: z.undefined() as unknown as B,
    answer: z.void() as unknown as A,
    status: stated.answer === undefined ? 204 : 200,
    alsoStatus: [],
    errors: [],
    ...stated,
  };
}

/** What a client gives: the names of the path beside each other, then query and body. */
export type Given<D extends OperationDatum> = {
  [Name in PathNames<D['path']>]: Stated<z.input<D['params']>, Name>;
} & { query?: z.input<D['query']> } & (undefined extends z.input<D['body']> ? { body?: z.input<D['body']> } : { body: z.input<D['body']> });

/** The type that the schema states for a name, and a text where it states none. */
type Stated<I, Name> = string extends keyof I ? string : Name extends keyof I ? I[Name] : string;

/** The request of an operation; `prefix` is put before its path. */
export function requestOf<D extends OperationDatum>(
  { method, path, catchAll, answer, body }: D,
  given: Given<D>,
  prefix = '',
): WireRequest {
  const values = given as Record<string, unknown> & { query?: Parameters<typeof queryText>[0]; body?: object };
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const text = String(values[name]);
    return name === catchAll ? encodeBytePath(text) : encodeByteText(text);
  });
  const headers = {
    ...(rawTypeOf(answer) === null ? {} : { accept: '*/*' }),
    ...(body === Upload ? { 'content-type': 'application/octet-stream' } : {}),
  };
  return {
    method,
    path: prefix + filled + queryText(values.query ?? {}),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(values.body === undefined ? {} : { body: values.body }),
  };
}
