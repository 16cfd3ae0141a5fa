import { z } from 'zod';

import { Bytes, EventStream, requestOf, type Given, type OperationDatum } from './operation.ts';
import { expectOk, expectOkOrMissing, type Send, type WireRequest, type WireResponse } from './send.ts';

type ListDatum = OperationDatum<string, z.ZodType, z.ZodType, z.ZodType, z.ZodType<unknown[] | { data: unknown[] }>>;
type Item<D extends ListDatum> =
  z.output<D['answer']> extends (infer T)[] ? T : z.output<D['answer']> extends { data: (infer T)[] } ? T : never;

/** One page of a list and how many there are in all (the items' number where the server did not say). */
export interface Page<T> {
  items: T[];
  total: number;
}

/** Calls of a contract's operations by their data: `call(repoGetHook, { owner, repo, id })`; `O` are options of one call. */
export interface OperationCalls<O> {
  call<D extends OperationDatum>(operation: D, given: Given<D>, options?: O): Promise<z.output<D['answer']>>;
  /** Null for 404. */
  callOrNull<D extends OperationDatum>(operation: D, given: Given<D>, options?: O): Promise<z.output<D['answer']> | null>;
  /** Of an operation that answers a list, alone or as `data`: one page, and how many items there are in all. */
  callPage<D extends ListDatum>(operation: D, given: Given<D>, options?: O): Promise<Page<Item<D>>>;
}

/** `finish` makes a request of the dialect's what the server takes: the prefix of its paths, its headers. */
export function operationCalls<O>(send: Send, finish: (request: WireRequest, options: O | undefined) => WireRequest): OperationCalls<O> {
  const prepare = <D extends OperationDatum>(operation: D, given: Given<D>, options: O | undefined): WireRequest =>
    finish(requestOf(operation, given), options);
  const read = async <D extends OperationDatum>({ answer }: D, response: WireResponse): Promise<z.output<D['answer']>> => {
    if (answer === Bytes) return (await response.bytes()) as z.output<D['answer']>;
    if (answer === EventStream) return streamOf(response) as z.output<D['answer']>;
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
      const answer = (await read(operation, response)) as Item<typeof operation>[] | { data: Item<typeof operation>[] };
      return pageOf(response, Array.isArray(answer) ? answer : answer.data);
    },
  };
}

function streamOf(response: WireResponse): AsyncIterable<Uint8Array> {
  if (response.chunks === undefined)
    throw new Error('Events are read by a sender that reads an answer as it arrives; this one waits for its end.');
  return response.chunks();
}

/** The total is said in `X-Total-Count`. */
export function pageOf<T>({ headers }: WireResponse, items: T[]): Page<T> {
  const total = Number(headers['x-total-count'] ?? items.length);
  return { items, total: Number.isFinite(total) ? total : items.length };
}
