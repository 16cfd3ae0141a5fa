import { permits, type Caller, type RepositoryRights } from '@mosaic/platform/identity';

/**
 * Whether the grants alone decide what the caller sees: the platform's own services, and the agents that run in it. A
 * person never, an administrator included: the forge says what an administrator may read.
 */
export function isPlatform(caller: Caller): boolean {
  return caller.builtIn && (caller.kind === 'agent' || permits(caller, 'mcp:feed:admin'));
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
