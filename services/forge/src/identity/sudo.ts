import { ceilingOf, meetGrants, type Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { missingRight, permits, type Caller } from '@mosaic/platform/identity';

const GRANT = 'forge:sudo:admin';

/**
 * The caller as another person (Gitea's `Sudo`): their rights, and no more than both the token and their role allow, as with a
 * token of their own.
 * @throws MosaicError `forbidden` without the grant forge:sudo:admin.
 */
export function actAs(caller: Caller, person: Principal): Caller {
  requireSudo(caller);
  return Object.freeze({
    ...identityOf(person),
    tokenId: caller.tokenId,
    doors: caller.doors,
    grants: meetGrants(caller.grants, ceilingOf(person)),
    repositories: caller.repositories,
    attempt: caller.attempt,
  });
}

/** Somebody with all that their role allows, for what they have asked to be done later. */
export function callerOf(person: Principal): Caller {
  return Object.freeze({
    ...identityOf(person),
    tokenId: '',
    doors: [],
    grants: ceilingOf(person),
    repositories: null,
    attempt: null,
  });
}

function identityOf({ id, uid, login, kind, role, builtIn, name, email }: Principal) {
  return { id, uid, login, kind, role, builtIn, name, email };
}

export function requireSudo(caller: Caller): void {
  if (permits(caller, GRANT)) return;
  throw new MosaicError('forbidden', missingRight(caller, GRANT, 'Only administrators allowed to sudo.'));
}
