import type { z } from 'zod';

import type { OperationDatum, PathNames } from '@mosaic/contracts/wire';

/** What a request of an operation says, read by its contract: the names of its path beside each other, then query and body. */
export type Asked<D extends OperationDatum> = { readonly [Name in PathNames<D['path']>]: Named<z.output<D['params']>, Name> } & {
  readonly query: z.output<D['query']>;
  readonly body: z.output<D['body']>;
};
type Named<P, Name> = Name extends keyof P ? P[Name] : string;

/** Who asks, and how the answer is sent. */
export interface Asker {
  /** Login that is acted for; undefined where the asker acts for itself. */
  sudo: string | undefined;
  /** Empty for none. */
  token: string;
  /** Aborts when nobody waits for the answer any more. */
  gone: AbortSignal;
  /** Says how many there are in all, and where the other pages are, beside a page of them. */
  sayTotal(total: number, shown: { page: number; limit: number }): void;
}

/** What a fake answers to an operation. What the contract fills in may be left out; nothing else than the contract states fits. */
export type Reply<D extends OperationDatum> = Exact<z.input<D['answer']>> | Promise<Exact<z.input<D['answer']>>>;
type Exact<T> = T extends undefined ? void : T;

/** The operations among what a contract exports, which names each by its id. */
export type OperationsOf<C> = { readonly [Id in keyof C as C[Id] extends OperationDatum ? Id : never]: Extract<C[Id], OperationDatum> };

/** A fake's own part: what it answers, by the ids of operations. Every other operation is refused, and told when the fake ends. */
export type Answers<C> = {
  readonly [Id in keyof OperationsOf<C>]?: (asked: Asked<OperationsOf<C>[Id]>, asker: Asker) => Reply<OperationsOf<C>[Id]>;
};

export function operationsOf(contract: object): OperationDatum[] {
  return Object.values(contract).filter(isOperation);
}

function isOperation(value: unknown): value is OperationDatum {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'answer' in value;
}
