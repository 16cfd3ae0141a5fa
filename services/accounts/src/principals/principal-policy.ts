import { AGENT_ROLE_NAMES, ceilingOf, PERSON_ROLES, type PrincipalKind, type PrincipalPatch, type Role } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { missingRight, permits, type Caller } from '@mosaic/platform/identity';

import { carriesAll } from '../tokens/token-policy.ts';

const ADMIN = 'accounts:principal:admin';

/** How the caller proved who they are, as far as changing themselves goes. */
export interface Proof {
  /** Signed in through the pages, not by a token that a program holds. */
  session: boolean;
  /** The session began with a link for choosing a password. */
  passwordLink: boolean;
  /** The current password came along and is right. */
  currentPassword: boolean;
}

/** E-mail addresses are for oneself, administrators and the platform's services (they author commits). */
export function maySeeEmail(caller: Caller, target: { id: string }): boolean {
  return caller.id === target.id || (caller.builtIn && caller.kind === 'service') || permits(caller, ADMIN);
}

/** Why a principal may not be changed this way; null when it may. */
export function refuseUpdate(
  caller: Caller,
  target: { id: string; role: Role; login: string },
  { patch, proof }: { patch: PrincipalPatch; proof: Proof },
): string | null {
  const self = caller.id === target.id;
  const administrator = permits(caller, ADMIN);
  const ceilings = [ceilingOf(target), ...(patch.role === undefined ? [] : [ceilingOf({ login: target.login, role: patch.role })])];
  if (!self && !administrator) return missingRight(caller, ADMIN, 'Only an administrator changes other people.');
  if (!administrator && (patch.role !== undefined || patch.disabled !== undefined))
    return missingRight(caller, ADMIN, 'Only an administrator changes roles or disables people.');
  if (administrator && !ceilings.every((ceiling) => carriesAll(caller, ceiling))) return TOO_NARROW;
  if (!administrator && !proof.session) return 'Sign in through the pages to change yourself; a token may not.';
  if (self && patch.password !== undefined && !proof.currentPassword && !proof.passwordLink)
    return 'Give your current password as well, or open a new password link ("mosaic open").';
  if (self && patch.email !== undefined && !administrator && !proof.currentPassword)
    return 'Give your current password to change your e-mail address.';
  return null;
}

const TOO_NARROW =
  'Your token does not carry all that this principal may do, so it cannot change or make one; sign in, or use a wider token.';

/** Why the caller may not make a principal of this role; null when it may. */
export function refuseMaker(caller: Caller, draft: { login: string; role: Role }): string | null {
  return draft.role === 'service' || carriesAll(caller, ceilingOf(draft)) ? null : TOO_NARROW;
}

/** Why this combination cannot be made; null when it can. */
export function refuseCreation({ login, kind, role }: { login: string; kind: PrincipalKind; role: Role }): string | null {
  if (login.toLowerCase().startsWith('mosaic-')) return 'Names that begin with "mosaic-" belong to the platform itself; choose another.';
  return roleFits(kind, role) ? null : `The role ${role} is not for a principal of the kind ${kind}.`;
}

/** Throws for a change that does not fit what the principal is. */
export function requireFit(
  { kind, role, login }: { kind: PrincipalKind; role: Role; login: string },
  patch: Pick<PrincipalPatch, 'role' | 'password'>,
): void {
  if (kind === 'service' && role === 'service')
    throw new MosaicError('forbidden', `${login} belongs to the platform itself and cannot be changed.`);
  if (patch.role !== undefined && !roleFits(kind, patch.role))
    throw new MosaicError('invalid_input', `The role ${patch.role} is not for a principal of the kind ${kind}.`);
  if (patch.password !== undefined && kind !== 'person')
    throw new MosaicError('invalid_input', 'Only people have passwords; make a token instead.');
}

/** People and foreign service accounts bear people's roles, agents bear agents' roles; `service` is the platform's own. */
export function roleFits(kind: PrincipalKind, role: Role): boolean {
  const roles: readonly string[] = kind === 'agent' ? AGENT_ROLE_NAMES : PERSON_ROLES;
  return roles.includes(role);
}
