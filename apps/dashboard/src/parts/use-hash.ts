import { useRouterState } from '@tanstack/react-router';

/** What follows "#" in the address, without it. */
export function useHash(): string {
  return useRouterState({ select: ({ location }) => location.hash });
}
