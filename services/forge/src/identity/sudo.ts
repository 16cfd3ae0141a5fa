import type { Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { permits, type Caller } from '@mosaic/platform/identity';

type Action = 'read' | 'write' | 'admin';

/** What each role may do at most at this door (design.md 6); a role that is not listed may only read. */
const CEILINGS: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  administrator: { repository: 'admin', issue: 'admin', status: 'admin', hook: 'admin', user: 'admin' },
  developer: { repository: 'admin', issue: 'admin', status: 'admin', hook: 'admin', user: 'admin' },
  implementer: { repository: 'write', issue: 'write', user: 'read' },
  triage: { repository: 'read', issue: 'write' },
  reviewer: { repository: 'read', issue: 'read', status: 'write' },
};
const READER: Readonly<Record<string, Action>> = { repository: 'read', issue: 'read', status: 'read', hook: 'read', user: 'read' };
const ACTIONS: readonly Action[] = ['read', 'write', 'admin'];

/**
 * The caller as another person (Gitea's `Sudo`): their rights, and no more than both the token and their role allow.
 * @throws MosaicError `forbidden` without the grant forge:sudo:admin.
 */
export function actAs(caller: Caller, person: Principal): Caller {
  requireSudo(caller);
  const grants = Object.entries(CEILINGS[person.role] ?? READER).flatMap(([resource, ceiling]) =>
    ACTIONS.slice(0, ACTIONS.indexOf(ceiling) + 1)
      .map((action) => `forge:${resource}:${action}`)
      .filter((grant) => permits(caller, grant)),
  );
  const { id, uid, login, kind, role, builtIn, name, email } = person;
  return Object.freeze({
    id,
    uid,
    login,
    kind,
    role,
    builtIn,
    name,
    email,
    tokenId: caller.tokenId,
    doors: caller.doors,
    grants,
    repositories: caller.repositories,
  });
}

export function requireSudo(caller: Caller): void {
  if (!permits(caller, 'forge:sudo:admin')) throw new MosaicError('forbidden', 'Only administrators allowed to sudo.');
}
