import {
  type AgentProfile,
  getPrincipal,
  listAgents as allAgents,
  listPrincipals as list,
  nativeCalls,
  type Principal,
} from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

/** The principal of that login, as accounts spells it; null when there is none or it is disabled. */
export async function findPrincipal(accounts: Send, login: string): Promise<Principal | null> {
  const found = await asked(nativeCalls(accounts).callOrNull(getPrincipal, { login }));
  return found === null || found.disabled ? null : found;
}

/** The same, for one that must be. Throws `not_found`. */
export async function requirePrincipal(accounts: Send, login: string): Promise<Principal> {
  const found = await findPrincipal(accounts, login);
  if (found === null) throw new MosaicError('not_found', `There is no principal "${login}".`);
  return found;
}

export async function listPrincipals(accounts: Send): Promise<Principal[]> {
  return asked(nativeCalls(accounts).call(list, {}));
}

/** Every agent, disabled ones too. */
export async function listAgents(accounts: Send): Promise<AgentProfile[]> {
  return asked(nativeCalls(accounts).call(allAgents, {}));
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new MosaicError('unavailable', 'Accounts does not answer as it should. Try again shortly.', { cause });
  }
}
