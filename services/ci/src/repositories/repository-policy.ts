import type { RepositorySettings } from '@mosaic/contracts/woodpecker';
import { fromJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import { missingRight, permits, type Caller, type RepositoryRights } from '@mosaic/platform/identity';

import type { RepositoryRow } from './repository.ts';

export type RepositoryAction = keyof RepositoryRights;

export const NO_PERMISSIONS: RepositoryRights = Object.freeze({ pull: false, push: false, admin: false });
export const ALL_PERMISSIONS: RepositoryRights = Object.freeze({ pull: true, push: true, admin: true });

/** What is asked of the token, beside what the forge says of its owner. */
export type CiResource = 'repository' | 'pipeline' | 'secret';

const ACTION_OF: Record<RepositoryAction, 'read' | 'write' | 'admin'> = { pull: 'read', push: 'write', admin: 'admin' };

export type Verdict = 'allowed' | 'hidden' | 'forbidden' | 'lacks_grant';

/**
 * Whether the caller may do this with the repository. `hidden`: not even that it exists may be known. The token's grant, its
 * limit to repositories, and the forge's word must all allow it; anonymous callers have no grants and read what is public.
 */
export function judgeRepository(
  caller: Caller,
  {
    forgeId,
    resource,
    action,
    permissions,
  }: { forgeId: number; resource: CiResource; action: RepositoryAction; permissions: RepositoryRights },
): Verdict {
  if (!permissions.pull) return 'hidden';
  if (caller.repositories !== null && !caller.repositories.includes(forgeId)) return 'hidden';
  if (caller.kind === 'anonymous') return action === 'pull' && resource !== 'secret' ? 'allowed' : 'forbidden';
  if (!permissions[action]) return 'forbidden';
  return holdsGrant(caller, resource, action) ? 'allowed' : 'lacks_grant';
}

/** Reading pipelines includes reading the repository's entry, without which no pipeline can be found. */
function holdsGrant(caller: Caller, resource: CiResource, action: RepositoryAction): boolean {
  if (permits(caller, `ci:${resource}:${ACTION_OF[action]}`)) return true;
  return resource === 'repository' && action === 'pull' && permits(caller, 'ci:pipeline:read');
}

/** The platform's own services act for it, not for a person: the forge is not asked about them. */
export function isTrustedService(caller: Caller): boolean {
  return caller.builtIn && caller.kind === 'service' && permits(caller, 'ci:repository:admin');
}

/** Whether the caller administers the whole CI server. */
export function isCiAdministrator(caller: Caller): boolean {
  return permits(caller, '*:*:*') || permits(caller, 'ci:*:admin') || isTrustedService(caller);
}

/** The same words whether it is absent or merely hidden. */
export function repositoryMissing(): MosaicError {
  return new MosaicError('not_found', 'There is no such repository, it is not enabled here, or you may not see it.');
}

/** @throws MosaicError (`conflict`) where CI is off. */
export function requireActive({ active }: Pick<RepositoryRow, 'active'>): void {
  if (active === 0) throw new MosaicError('conflict', 'CI is off for this repository. Turn it on first.');
}

/** @throws MosaicError (`forbidden`) unless the caller administers the whole CI server; the words say what to do instead. */
export function requireCiAdministrator(caller: Caller, otherwise: string): void {
  if (!isCiAdministrator(caller)) throw new MosaicError('forbidden', missingRight(caller, 'ci:*:admin', otherwise));
}

/** What the repository's pipelines are trusted with. */
export function trustOf({ trusted }: Pick<RepositoryRow, 'trusted'>): { network: boolean; volumes: boolean; security: boolean } {
  return { network: false, volumes: false, security: false, ...fromJson(trusted) };
}

/** @throws MosaicError: `forbidden` for a change of trust by anyone but an administrator, `invalid_input` for a timeout beyond the server's. */
export function requireSettings(
  caller: Caller,
  {
    repository,
    change,
    maxTimeoutMinutes,
  }: { repository: Pick<RepositoryRow, 'trusted'>; change: RepositorySettings; maxTimeoutMinutes: number },
): void {
  const now: Record<string, unknown> = trustOf(repository);
  if (Object.entries(change.trusted ?? {}).some(([level, value]) => now[level] !== value))
    requireCiAdministrator(caller, 'Only an administrator may trust a repository. Ask one.');
  if (change.timeout !== undefined && change.timeout > maxTimeoutMinutes)
    throw new MosaicError('invalid_input', `The timeout is at most ${maxTimeoutMinutes} minutes on this server.`);
}
