import { type Agent, AGENT_RUNTIMES, type AgentProfile } from '@mosaic/contracts/mosaic';

import type { Call, McpContext } from '../context.ts';
import { listAgents } from '../principals.ts';

/** An agent as accounts knows it, when it was here last, and the task that it works on, if the caller may see that. */
export interface KnownAgent {
  profile: AgentProfile;
  lastSeenAt: number | null;
  task: { key: string; id: string; project: string; title: string; updated_at: number } | null;
}

/** Agents known to accounts that are not disabled. */
export async function knownAgents({ store, access, accounts, caller }: McpContext & Call): Promise<KnownAgent[]> {
  const known = (await listAgents(accounts)).filter(({ state }) => state === 'active');
  const logins = known.map((agent) => agent.login);
  if (logins.length === 0) return [];
  const seen = await store.read((db) =>
    db
      .selectFrom('tool_calls')
      .select(['login', (expression) => expression.fn.max('at').as('at')])
      .where('login', 'in', logins)
      .groupBy('login')
      .execute(),
  );
  const tasks = await store.read((db) =>
    db
      .selectFrom('tasks')
      .select(['holder', 'key', 'id', 'project', 'title', 'updated_at', 'repository', 'repository_id'])
      .where('state', '=', 'in_progress')
      .where('holder', 'in', logins)
      .execute(),
  );
  const busy = new Map<string, (typeof tasks)[number]>();
  for (const task of tasks) if (await access.sees(caller, task)) busy.set(task.holder, task);
  return known.map((profile) => {
    const at = seen.find((row) => row.login === profile.login)?.at;
    return { profile, lastSeenAt: at ?? null, task: busy.get(profile.login) ?? null };
  });
}

export function presentAgent({ profile: { login, role, builtIn, runtime, model, budget }, lastSeenAt, task }: KnownAgent): Agent {
  return {
    login,
    role,
    builtIn,
    runtime,
    ruleBased: AGENT_RUNTIMES[runtime].ruleBased,
    model,
    budget,
    lastSeenAt,
    busyWith: task?.title ?? null,
    task: task === null ? null : { key: task.key, id: task.id, project: task.project, updatedAt: task.updated_at },
  };
}
