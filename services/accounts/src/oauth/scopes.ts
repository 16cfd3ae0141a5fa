import type { Permission } from '@mosaic/contracts/mosaic';

/** What a scope of Gitea's reaches here, each resource to its end; "read" reaches as far as reading. Absent: nothing here answers to it. */
const REACH: Readonly<Record<string, { says: string; resources: readonly Resource[] }>> = {
  repository: { says: 'repositories, with their pull requests, commit statuses and webhooks', resources: ['repository', 'status', 'hook'] },
  issue: { says: 'issues', resources: ['issue'] },
  user: { says: 'your account, with its keys', resources: ['user'] },
  organization: { says: 'organizations and teams', resources: ['organization'] },
  admin: { says: 'the forge, as an administrator', resources: ['sudo'] },
  activitypub: { says: 'nothing that is here (activitypub)', resources: [] },
  misc: { says: 'nothing that is here (misc)', resources: [] },
  notification: { says: 'nothing that is here (notification)', resources: [] },
  package: { says: 'nothing that is here (package)', resources: [] },
};
type Resource = 'repository' | 'issue' | 'status' | 'hook' | 'user' | 'organization' | 'sudo';

/** Scopes that say what is told of a person (OpenID Connect), and reach nothing. */
export const CLAIM_SCOPES = ['openid', 'profile', 'email', 'groups'] as const;
type ClaimScope = (typeof CLAIM_SCOPES)[number];

export interface Scope {
  claims: readonly ClaimScope[];
  /** Grants at the forge's door. */
  grants: readonly Permission[];
  /** What is allowed, in words. */
  allows: readonly string[];
  /** Only what everybody may see was asked for; no token of ours is narrowed so. */
  isPublicOnly: boolean;
}

/**
 * What an application asks for, as Gitea reads it: without a scope of its own it gets all that the person may do at the forge, and so
 * it does with one that nobody knows (Woodpecker sends none, tea sends names without an action).
 */
export function readScope(text: string): Scope {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const claims = CLAIM_SCOPES.filter((claim) => words.includes(claim));
  const asked = words.filter((word) => !CLAIM_SCOPES.some((claim) => claim === word));
  const isPublicOnly = asked.includes('public-only');
  const parts = asked.filter((word) => word !== 'public-only').map(readPart);
  const known = parts.filter((part) => part !== null);
  if (parts.length === 0 || known.length < parts.length) return { claims, grants: ALL, allows: [ALLOWS_ALL], isPublicOnly };
  return {
    claims,
    grants: [...new Set(known.flatMap(({ grants }) => grants))],
    allows: [...new Set(known.map(({ says }) => says))],
    isPublicOnly,
  };
}

const ALL = Object.values(REACH).flatMap(({ resources }) => resources.map((resource): Permission => `forge:${resource}:admin`));
const ALLOWS_ALL = 'Do everything in the forge that you may do: with code, issues, organizations and your account';

/** Null for a scope that nobody knows. */
function readPart(word: string): { grants: Permission[]; says: string } | null {
  const [, action, name = ''] = /^(read|write):([a-z]+)$/.exec(word) ?? [];
  const reach = Object.hasOwn(REACH, name) ? REACH[name] : undefined;
  if (action === undefined || reach === undefined) return null;
  const grants = reach.resources.map((resource): Permission => `forge:${resource}:${action === 'read' ? 'read' : 'admin'}`);
  return { grants, says: `${action === 'read' ? 'Read' : 'Read and change'} ${reach.says}` };
}
