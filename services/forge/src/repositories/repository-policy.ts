import { permits, type Caller } from '@mosaic/platform/identity';

import type { Owner } from '../owners/owner.ts';
import { owns } from '../owners/owner-policy.ts';

/** What a caller may do in a repository; each level holds those before it. */
export type Level = 'none' | 'read' | 'write' | 'admin';

const RANK: Record<Level, number> = { none: 0, read: 1, write: 2, admin: 3 };

/** Parts of a repository that teams are given apart (Gitea's units). */
export const UNITS = ['code', 'issues', 'pulls'] as const;
export type Unit = (typeof UNITS)[number];

/** The level in each part; who administers does so in all of them. */
export type Rights = Readonly<Record<Unit, Level>>;

/** The members of a repository that decide. */
export interface Guarded {
  id: number;
  owner: Pick<Owner, 'kind' | 'principalId' | 'visibility'>;
  private: boolean;
}

/** What one team gives in a repository that is one of its own. */
export interface TeamRights extends Rights {
  administers: boolean;
}

/** What the rows say of somebody and one repository. */
export interface Standing {
  collaboration: Exclude<Level, 'none'> | null;
  /** Whether they are in any team of the organization that owns it. */
  isMember: boolean;
  /** Of their teams those that have the repository. */
  teams: readonly TeamRights[];
}

/** Whoever is asked about. */
export type Judged = Pick<Caller, 'id' | 'kind' | 'role' | 'builtIn' | 'grants' | 'repositories'>;

/** Of one whom no row names. */
export const STRANGER: Standing = { collaboration: null, isMember: false, teams: [] };

/**
 * Owner and administrators: admin. Collaborators: what was given. Members of teams: what the team has in each part. The platform's own
 * services and agents: as far as their grants go, since they work for every repository. Everyone who may know of the owner: read of what
 * is public. The highest of these counts, part by part. A token that lists repositories reaches no other. What the token itself lacks is
 * refused besides, by its grants.
 */
export function rightsOf(caller: Judged, repository: Guarded, { collaboration, isMember, teams }: Standing): Rights {
  if (caller.repositories !== null && !caller.repositories.includes(repository.id)) return everywhere('none');
  const administers = owns(caller, repository.owner) || caller.role === 'administrator' || teams.some((team) => team.administers);
  if (administers) return everywhere('admin');
  const seen: Level = !repository.private && maySee(caller, repository.owner, isMember) ? 'read' : 'none';
  const whole = highest([collaboration ?? 'none', byGrant(caller), seen]);
  // A team's level in one part is never more than write: only who administers the whole administers.
  const inPart = (unit: Unit): Level => highest([whole, ...teams.map((team) => (team[unit] === 'admin' ? 'write' : team[unit]))]);
  const code = inPart('code');
  // A pull request shows code: who may read none of that sees none of these (Gitea's rule).
  return { code, issues: inPart('issues'), pulls: code === 'none' ? 'none' : inPart('pulls') };
}

/** Whether somebody may know of an owner: of a limited organization whoever is signed in, of a private one its members. */
function maySee(caller: Judged, { visibility }: Guarded['owner'], isMember: boolean): boolean {
  if (visibility === 'public') return true;
  return visibility === 'limited' ? caller.kind !== 'anonymous' : isMember;
}

function byGrant(caller: Judged): Level {
  if (!caller.builtIn) return 'none';
  if (permits(caller, 'forge:repository:admin')) return 'admin';
  if (permits(caller, 'forge:repository:write')) return 'write';
  return permits(caller, 'forge:repository:read') ? 'read' : 'none';
}

/** What an operation is about: one part, both that hold conversations with numbers, code by way of a pull request, or the repository as a whole. */
export type Part = Unit | 'conversations' | 'merges' | 'whole';

export function levelIn(rights: Rights, part: Part): Level {
  if (part === 'whole') return highest(Object.values(rights));
  if (part === 'merges') return rights.pulls === 'none' ? 'none' : rights.code;
  return part === 'conversations' ? highest([rights.issues, rights.pulls]) : rights[part];
}

export function everywhere(level: Level): Rights {
  return { code: level, issues: level, pulls: level };
}

export function reaches(level: Level, wanted: Level): boolean {
  return RANK[level] >= RANK[wanted];
}

function highest(levels: Level[]): Level {
  return levels.reduce((best, level) => (RANK[level] > RANK[best] ? level : best), 'none');
}
