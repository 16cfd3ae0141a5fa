import { z } from 'zod';

import {
  encodeByteText,
  expectOk,
  expectOkOrMissing,
  requestOf,
  type Given,
  type OperationDatum,
  type Send,
  type WireRequest,
  type WireResponse,
} from '@mosaic/contracts/wire';

/** One call's options. `sudo` acts as that login; the token must allow it (`Sudo` header, forge contract 2.1). */
export interface CallOptions {
  sudo?: string | undefined;
  signal?: AbortSignal | undefined;
}

type ListDatum = OperationDatum<string, z.ZodType, z.ZodType, z.ZodType, z.ZodType<unknown[]>>;
type Item<D extends ListDatum> = z.output<D['answer']>[number];

/** Calls of the contract's operations by their data: `call(repoGetHook, { owner, repo, id })`. */
export interface OperationCalls {
  call<D extends OperationDatum>(operation: D, given: Given<D>, options?: CallOptions): Promise<z.output<D['answer']>>;
  /** Null for 404. */
  callOrNull<D extends OperationDatum>(operation: D, given: Given<D>, options?: CallOptions): Promise<z.output<D['answer']> | null>;
  /** Of an operation that answers a list: one page, and how many items there are in all. */
  callPage<D extends ListDatum>(operation: D, given: Given<D>, options?: CallOptions): Promise<Page<Item<D>>>;
}

/** The requests of a Gitea client: every path below `/api/v1`, every answer parsed. */
export interface Calls {
  one<S extends z.ZodType>(schema: S, request: WireRequest, options?: CallOptions): Promise<z.output<S>>;
  /** Null for 404. */
  oneOrNull<S extends z.ZodType>(schema: S, request: WireRequest, options?: CallOptions): Promise<z.output<S> | null>;
  /** One page with `X-Total-Count`. */
  page<S extends z.ZodType>(schema: S, request: WireRequest, options?: CallOptions): Promise<Page<z.output<S>>>;
  /** The same where the answer holds the items as `data`. */
  pageIn<T>(schema: z.ZodType<{ data: T[] }>, request: WireRequest, options?: CallOptions): Promise<Page<T>>;
  /** For answers without a body. */
  none(request: WireRequest, options?: CallOptions): Promise<void>;
  rawOrNull(request: WireRequest, options?: CallOptions): Promise<WireResponse | null>;
}

/** One page of a list and how many there are in all (the items' number where the server did not say). */
export interface Page<T> {
  items: T[];
  total: number;
}

/** Which page of a list: 1-based; the server's largest page is 50. */
export interface Paging {
  page?: number | undefined;
  limit?: number | undefined;
}

export function operationCalls(send: Send): OperationCalls {
  const prepare = <D extends OperationDatum>(operation: D, given: Given<D>, options: CallOptions = {}): WireRequest =>
    withOptions(requestOf(operation, given, PREFIX), options);
  const read = async <D extends OperationDatum>({ answer }: D, response: WireResponse): Promise<z.output<D['answer']>> => {
    if (!(answer instanceof z.ZodVoid)) return answer.parse(await response.json()) as z.output<D['answer']>;
    await response.discard();
    return undefined as z.output<D['answer']>;
  };
  return {
    call: async (operation, given, options) => read(operation, await expectOk(send, prepare(operation, given, options))),
    async callOrNull(operation, given, options) {
      const response = await expectOkOrMissing(send, prepare(operation, given, options));
      return response === null ? null : read(operation, response);
    },
    async callPage(operation, given, options) {
      const response = await expectOk(send, prepare(operation, given, options));
      return pageOf(response, (await read(operation, response)) as Item<typeof operation>[]);
    },
  };
}

const PREFIX = '/api/v1';

function withOptions(request: WireRequest, { sudo, signal }: CallOptions): WireRequest {
  return {
    ...request,
    headers: { accept: 'application/json', ...request.headers, ...(sudo === undefined ? {} : { sudo }) },
    ...(signal === undefined ? {} : { signal }),
  };
}

export function createCalls(send: Send): Calls {
  const prepare = (request: WireRequest, options: CallOptions = {}): WireRequest =>
    withOptions({ ...request, path: PREFIX + request.path }, options);
  return {
    async one(schema, request, options) {
      const response = await expectOk(send, prepare(request, options));
      return schema.parse(await response.json());
    },
    async oneOrNull(schema, request, options) {
      const response = await expectOkOrMissing(send, prepare(request, options));
      return response === null ? null : schema.parse(await response.json());
    },
    async page(schema, request, options) {
      const response = await expectOk(send, prepare(request, options));
      const answer = await response.json();
      return pageOf(
        response,
        (Array.isArray(answer) ? answer : []).map((item) => schema.parse(item)),
      );
    },
    async pageIn(schema, request, options) {
      const response = await expectOk(send, prepare(request, options));
      return pageOf(response, schema.parse(await response.json()).data);
    },
    async none(request, options) {
      const response = await expectOk(send, prepare(request, options));
      await response.discard();
    },
    rawOrNull: (request, options) => expectOkOrMissing(send, prepare(request, options)),
  };
}

function pageOf<T>({ headers }: WireResponse, items: T[]): Page<T> {
  const total = Number(headers['x-total-count'] ?? items.length);
  return { items, total: Number.isFinite(total) ? total : items.length };
}

/** `/repos/{owner}/{name}` with both parts encoded. */
export function repositoryPath(owner: string, name: string): string {
  return `/repos/${encodeByteText(owner)}/${encodeByteText(name)}`;
}
