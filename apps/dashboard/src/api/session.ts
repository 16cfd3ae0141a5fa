import { useSuspenseQuery } from '@tanstack/react-query';

import { covers, type Permission, type Session } from '@mosaic/contracts/mosaic';

import { sessionQuery } from './queries.ts';

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
