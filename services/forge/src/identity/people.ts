import { getPrincipal, listAgents, Login, nativeCalls, type Principal } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { ttlCache } from '@mosaic/platform/identity';

/** Looks people up at accounts; an answer serves for five seconds. */
export class People {
  /** Null when there is nobody of that login (case does not matter). */
  readonly find: (login: string) => Promise<Principal | null>;
  /** Whether somebody bears that login, asked anew. */
  readonly isKnown: (login: string) => Promise<boolean>;
  /** Roles of the agents that may be given work. */
  readonly agentRoles: () => Promise<string[]>;

  constructor(accounts: Send) {
    const calls = nativeCalls(accounts);
    this.isKnown = async (login) => (await calls.callOrNull(getPrincipal, { login })) !== null;
    this.find = ttlCache(
      (login: string) => login.toLowerCase(),
      async (login) => (Login.safeParse(login).success ? calls.callOrNull(getPrincipal, { login }) : null),
      { limit: 1_000 },
    );
    const roles = ttlCache(
      (_all: null) => '',
      async () => (await calls.call(listAgents, {})).filter(({ state }) => state === 'active').map(({ role }) => role),
      { ttlMs: 30_000 },
    );
    this.agentRoles = () => roles(null);
  }
}
