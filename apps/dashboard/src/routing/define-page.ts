import type { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** Parameters that are whole numbers; an address that has something else in their place leads nowhere. */
export const NUMBERS = ['number', 'id'] as const;

type NameOf<S extends string> = S extends `$${infer N}` ? (N extends '' ? '_splat' : N) : never;
type OptionalOf<S extends string> = S extends `{-$${infer N}}` ? N : never;
type SegmentOf<P extends string> = P extends `${infer S}/${infer Rest}` ? S | SegmentOf<Rest> : P;
type ValueOf<N> = N extends (typeof NUMBERS)[number] ? number : string;

/** What a path says of its address: `$owner` is text, `$number` and `$id` whole numbers, `$` the rest, `{-$step}` may be absent. */
export type ParamsOf<P extends string> = { [N in NameOf<SegmentOf<P>>]: ValueOf<N> } & {
  [N in OptionalOf<SegmentOf<P>>]?: string;
};

/** What a page's data is read ahead with: the cache, and the query string of the address. */
export interface ReadAhead {
  client: QueryClient;
  search: URLSearchParams;
}

/** An address with a page, as a datum. */
export interface PageDatum {
  path: string;
  /** The page's code, a chunk of its own. */
  load: () => Promise<(params: never) => ReactNode>;
  /** Begins to read what the page is about to ask for, while its code is on the way. What fails is told by the page's own parts. */
  read: (params: never, ahead: ReadAhead) => Promise<unknown>;
}

interface PageOf<P extends string> {
  path: P;
  load: () => Promise<(params: ParamsOf<P>) => ReactNode>;
  read?: (params: ParamsOf<P>, ahead: ReadAhead) => Promise<unknown>;
}

/** States a page; its component's members are the parameters of its path. */
export function definePage<const P extends string>({ path, load, read = () => Promise.resolve() }: PageOf<P>): PageDatum {
  return { path, load, read };
}
