import { type Agent, BUILT_IN_AGENTS } from '@mosaic/contracts/mosaic';

import type { Call, McpContext } from '../context.ts';
import { listPrincipals } from '../principals.ts';

/** An agent as accounts knows it, when it was here last, and the task that it works on, if the caller may see that. */
export interface KnownAgent {
  login: string;
  role: string;
  lastSeenAt: number | null;
  task: { key: string; id: string; project: string; title: string; updated_at: number } | null;
}

/** Agents known to accounts that are not disabled. */
export async function knownAgents({ store, access, accounts, caller }: McpContext & Call): Promise<KnownAgent[]> {
  const known = (await listPrincipals(accounts)).filter((principal) => principal.kind === 'agent' && !principal.disabled);
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
  return known.map(({ login, role }) => {
    const at = seen.find((row) => row.login === login)?.at;
    return { login, role, lastSeenAt: at === undefined || at === null ? null : Number(at), task: busy.get(login) ?? null };
  });
}

export function presentAgent({ login, role, lastSeenAt, task }: KnownAgent): Agent {
  // The platform's own rule-based runtime plays these roles.
  const isBuiltIn = BUILT_IN_AGENTS.some((agent) => agent === role);
  return {
    login,
    role,
    runtime: isBuiltIn ? 'built-in' : 'mcp',
    ruleBased: isBuiltIn,
    lastSeenAt,
    busyWith: task?.title ?? null,
    task: task === null ? null : { key: task.key, id: task.id, project: task.project, updatedAt: Number(task.updated_at) },
  };
}
