import { permits, type Caller } from '@mosaic/platform/identity';

import type { Owner } from '../owners/owner.ts';
import { owns } from '../owners/owner-policy.ts';

/** What a caller may do in a repository; each level holds those before it. */
export type Level = 'none' | 'read' | 'write' | 'admin';

const RANK: Record<Level, number> = { none: 0, read: 1, write: 2, admin: 3 };

/** The members of a repository that decide. */
export interface Guarded {
  id: number;
  owner: Pick<Owner, 'kind' | 'principalId'>;
  private: boolean;
}

/**
 * Owner and administrators: admin. Collaborators: what was given. The platform's own services and
 * agents: as far as their grants go, since they work for every repository. Everyone: read of what is
 * public. A token that lists repositories reaches no other. What the token itself lacks is refused besides, by its grants.
 */
export function levelOf(caller: Caller, repository: Guarded, collaboration: Exclude<Level, 'none'> | null): Level {
  if (caller.repositories !== null && !caller.repositories.includes(repository.id)) return 'none';
  const byOwnership: Level = owns(caller, repository.owner) ? 'admin' : 'none';
  const byRole: Level = caller.role === 'administrator' ? 'admin' : 'none';
  const byVisibility: Level = repository.private ? 'none' : 'read';
  return highest([byOwnership, byRole, collaboration ?? 'none', byGrant(caller), byVisibility]);
}

function byGrant(caller: Caller): Level {
  if (!caller.builtIn) return 'none';
  if (permits(caller, 'forge:repository:admin')) return 'admin';
  if (permits(caller, 'forge:repository:write')) return 'write';
  return permits(caller, 'forge:repository:read') ? 'read' : 'none';
}

export function reaches(level: Level, wanted: Level): boolean {
  return RANK[level] >= RANK[wanted];
}

function highest(levels: Level[]): Level {
  return levels.reduce((best, level) => (RANK[level] > RANK[best] ? level : best), 'none');
}
