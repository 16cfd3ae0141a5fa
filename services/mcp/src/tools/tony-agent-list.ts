import { type AGENT_ROLES, tonyAgentList } from '@mosaic/contracts/mosaic';

import { listPrincipals } from '../principals.ts';
import { readTool } from './tool.ts';

/** Roles that the platform's own rule-based runtime plays. */
const BUILT_IN_ROLES: readonly string[] = ['triage', 'reviewer'] satisfies (typeof AGENT_ROLES)[number][];

/** Agents known to accounts; what one works on is shown to those who may see the task. */
export const tonyAgentListTool = readTool(tonyAgentList, async (_input, { store, access, accounts, caller }) => {
  const known = (await listPrincipals(accounts)).filter((principal) => principal.kind === 'agent' && !principal.disabled);
  const logins = known.map((agent) => agent.login);
  if (logins.length === 0) return { agents: [] };
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
  return {
    agents: known.map(({ login, role }) => {
      const at = seen.find((row) => row.login === login)?.at;
      const task = busy.get(login);
      const isBuiltIn = BUILT_IN_ROLES.includes(role);
      return {
        login,
        role,
        runtime: isBuiltIn ? 'built-in' : 'mcp',
        ruleBased: isBuiltIn,
        lastSeenAt: at === undefined || at === null ? null : Number(at),
        busyWith: task?.title ?? null,
        task: task === undefined ? null : { key: task.key, id: task.id, project: task.project, updatedAt: Number(task.updated_at) },
      };
    }),
  };
});
