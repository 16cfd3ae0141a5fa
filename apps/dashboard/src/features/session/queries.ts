import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';

import { covers, getSession, type Permission, type Session } from '@mosaic/contracts/mosaic';
import { isWireStatus } from '@mosaic/contracts/woodpecker';

import { accounts } from '../../api/clients.ts';
import { sessionKeys } from './keys.ts';

/** Who is signed in; null for nobody. */
export const sessionQuery = queryOptions({
  queryKey: sessionKeys.own,
  queryFn: async () => {
    try {
      return await accounts.call(getSession, {});
    } catch (error) {
      if (isWireStatus(error, 401)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Who is signed in; pages below the frame only exist with a session. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error('No session: the router sends readers to the sign-in page first.');
  return data;
}

/** Whether the session carries a right. The server decides; pages only leave out what it would refuse. */
export function may({ grants }: Pick<Session, 'grants'>, right: Permission): boolean {
  return covers(grants, right);
}
