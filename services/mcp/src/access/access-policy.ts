import { permits, type Caller, type RepositoryRights } from '@mosaic/platform/identity';

/** The agents that run inside the platform; only an administrator can make one. */
const BUILT_IN_AGENTS: ReadonlySet<string> = new Set(['triage', 'reviewer']);

/**
 * Whether the grants alone decide what the caller sees: the platform's own services, and the agents that run in it. A
 * person never, an administrator included: the forge says what an administrator may read.
 */
export function isPlatform(caller: Caller): boolean {
  if (caller.kind === 'service') return permits(caller, 'mcp:feed:admin');
  return caller.kind === 'agent' && BUILT_IN_AGENTS.has(caller.role);
}

/** Rights of the platform itself: services act on anyone's behalf, agents only read. */
export function platformRights(caller: Caller): RepositoryRights {
  const isService = caller.kind === 'service';
  return { pull: true, push: isService, admin: isService };
}

/** Whether a token that is limited to some repositories reaches this one. */
export function reaches(caller: Caller, repositoryId: number): boolean {
  return caller.repositories === null || caller.repositories.includes(repositoryId);
}
