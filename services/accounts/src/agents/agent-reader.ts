import type { Reader, Store } from '@mosaic/platform/db';

import type { AccountsTables, AgentRow, PrincipalRow } from '../db/schema.ts';
import { loginKey } from '../principals/principal-reader.ts';

/** Agents listed at most; an installation has far fewer. */
const LIST_LIMIT = 1_000;

/** An agent: its principal, and how it is run. */
export type Agent = Pick<PrincipalRow, 'id' | 'login' | 'role' | 'name' | 'built_in' | 'disabled'> & AgentRow;

export class AgentReader {
  readonly #store: Store<AccountsTables>;

  constructor(store: Store<AccountsTables>) {
    this.#store = store;
  }

  list(): Promise<Agent[]> {
    return this.#store.read((db) => agents(db).orderBy('login_key').limit(LIST_LIMIT).execute());
  }

  /** By login in any case; undefined when there is none. */
  byLogin(login: string): Promise<Agent | undefined> {
    return this.#store.read((db) => findAgent(db, login));
  }
}

/** By login in any case; undefined when there is none. */
export function findAgent(db: Reader<AccountsTables>, login: string): Promise<Agent | undefined> {
  return agents(db).where('login_key', '=', loginKey(login)).executeTakeFirst();
}

function agents(db: Reader<AccountsTables>) {
  return db
    .selectFrom('agents')
    .innerJoin('principals', 'principals.id', 'agents.principal_id')
    .selectAll('agents')
    .select(['principals.id', 'principals.login', 'principals.role', 'principals.name', 'principals.built_in', 'principals.disabled']);
}
