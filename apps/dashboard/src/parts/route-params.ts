import { useParams, useRouterState } from '@tanstack/react-router';

import { textOfParam } from '../api/byte-address.ts';

/** The matched route's parameters, decoded; a page is only ever mounted on routes that have those it asks for. */
export function useRouteParams<N extends string>(...names: N[]): Record<N, string> {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  return Object.fromEntries(names.map((name) => [name, textOfParam(params[name] ?? '')])) as Record<N, string>;
}

/** What follows "#" in the address, without it. */
export function useHash(): string {
  return useRouterState({ select: ({ location }) => location.hash });
}
