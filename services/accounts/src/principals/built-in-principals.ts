import { BUILT_IN_AGENTS, loginOf, SERVICE_NAMES } from '@mosaic/contracts/mosaic';
import type { EventLog } from '@mosaic/platform/events';

import type { Act } from '../act.ts';
import type { AccountsTables } from '../db/schema.ts';
import { findPrincipal } from './principal-reader.ts';
import { insertPrincipal, type PrincipalDraft } from './principal-writer.ts';

/** Adds the agents and service accounts that are absent; runs at every start. */
export async function ensureBuiltInPrincipals(events: EventLog<AccountsTables>, act: Act): Promise<void> {
  const nobody = { email: '', passwordHash: null, builtIn: true };
  const drafts: PrincipalDraft[] = [
    ...BUILT_IN_AGENTS.map((login): PrincipalDraft => ({ ...nobody, login, kind: 'agent', role: login, name: `Built-in ${login}` })),
    ...SERVICE_NAMES.map(loginOf).map((login): PrincipalDraft => ({ ...nobody, login, kind: 'service', role: 'service', name: login })),
  ];
  await events.transact(async (writer) => {
    for (const draft of drafts) if ((await findPrincipal(writer.db, draft.login)) === undefined) await insertPrincipal(writer, draft, act);
  });
}
