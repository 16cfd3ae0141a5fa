import { useSuspenseQuery } from '@tanstack/react-query';

import type { Session } from '@mosaic/contracts/mosaic';

import { sessionQuery } from './queries.ts';

/** Who is signed in; pages below the frame only exist with a session. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error('No session: the router sends readers to the sign-in page first.');
  return data;
}

const RANK: Record<string, number> = { read: 1, write: 2, admin: 3 };

/** Whether the session's grants cover `service:resource:action`. The server decides; pages only leave out what it would refuse. */
export function may({ grants }: Pick<Session, 'grants'>, wanted: string): boolean {
  const [service, resource, action = 'read'] = wanted.split(':');
  return grants.some((grant) => {
    const [ownService, ownResource, ownAction = 'read'] = grant.split(':');
    const covers = (own: string | undefined, asked: string | undefined): boolean => own === '*' || own === asked;
    return (
      covers(ownService, service) && covers(ownResource, resource) && (ownAction === '*' || (RANK[ownAction] ?? 0) >= (RANK[action] ?? 4))
    );
  });
}
