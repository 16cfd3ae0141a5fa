import { ceilingOf, meetGrants, type Principal } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { permits, type Caller } from '@mosaic/platform/identity';

/** What a key carries at most: it opens git alone. */
const CARRIED = ['forge:repository:write'];

/** The grants of whoever comes in with a key of theirs. */
export function grantsOfKey(person: Pick<Principal, 'role' | 'login'>): string[] {
  return meetGrants(CARRIED, ceilingOf(person));
}

/**
 * A key outlives the token that adds it and reaches all that its person does: a token that adds or ends one must be worth as much.
 * @throws MosaicError `forbidden`.
 */
export function requireMayChangeKeys(caller: Caller): void {
  if (caller.builtIn) throw new MosaicError('forbidden', "The platform's own services and agents have no SSH keys.");
  const isNarrow = caller.repositories !== null || caller.attempt !== null;
  const { role, login } = caller;
  const grants = role === 'anonymous' ? CARRIED : grantsOfKey({ role, login });
  const isWorth = grants.every((grant) => permits(caller, grant as 'forge:repository:write'));
  if (isNarrow || !isWorth)
    throw new MosaicError('forbidden', 'A key reaches all of your repositories, and this token does not: use one that does.');
}

/** A deploy key outlives the attempt at a task. @throws MosaicError `forbidden`. */
export function requireMayAddDeployKey(caller: Caller): void {
  if (caller.attempt !== null) throw new MosaicError('forbidden', 'The token of an attempt adds no deploy keys.');
}
