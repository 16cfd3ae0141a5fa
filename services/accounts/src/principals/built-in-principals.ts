import { loginOf, SERVICE_NAMES } from '@mosaic/contracts/mosaic';
import type { Cause, EventLog } from '@mosaic/platform/events';

import { ensureAgent } from '../agents/agent-writer.ts';
import { FIRST_AGENTS } from '../agents/first-agents.ts';
import type { AccountsTables } from '../db/schema.ts';
import { findPrincipal } from './principal-reader.ts';
import { insertPrincipal } from './principal-writer.ts';

/** Adds the agents and service accounts that are absent; runs at every start. */
export async function ensureBuiltInPrincipals(
  events: EventLog<AccountsTables>,
  { cause, now }: { cause: Cause; now: number },
): Promise<void> {
  const nobody = { email: '', passwordHash: null, builtIn: true };
  await events.transact(async (writer) => {
    for (const { login, role, ...stated } of FIRST_AGENTS) {
      const known = await findPrincipal(writer.db, login);
      const draft = { ...nobody, login, role, kind: 'agent' as const, name: `Built-in ${login}` };
      const { id } = known ?? (await insertPrincipal(writer.as(cause), draft, now));
      await ensureAgent(writer, id, stated);
    }
    for (const login of SERVICE_NAMES.map(loginOf))
      if ((await findPrincipal(writer.db, login)) === undefined)
        await insertPrincipal(writer.as(cause), { ...nobody, login, kind: 'service', role: 'service', name: login }, now);
  });
}
