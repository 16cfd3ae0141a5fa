import type { Caller } from './caller.ts';

const RANK: Record<string, number> = { read: 0, write: 1, admin: 2 };

/**
 * Whether the caller's token carries the grant `service:resource:action`. `*` matches any word; write implies
 * read and admin implies both. Pure: what the object itself allows (owner, collaborator) is the service's own policy.
 */
export function permits(caller: Caller, grant: string): boolean {
  const [service, resource, action] = grant.split(':') as [string, string, string];
  return caller.grants.some((held) => {
    const [heldService, heldResource, heldAction] = held.split(':') as [string, string, string];
    return (
      (heldService === '*' || heldService === service) &&
      (heldResource === '*' || heldResource === resource) &&
      (heldAction === '*' || (RANK[heldAction] ?? -1) >= (RANK[action] ?? 3))
    );
  });
}
