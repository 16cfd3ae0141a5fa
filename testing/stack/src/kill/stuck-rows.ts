import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ServiceName } from '@mosaic/contracts/mosaic';
import { openDatabaseFile } from '@mosaic/testing/servers';

/** Rows of unfinished work, by service: once nothing runs any more there may be none. */
const UNFINISHED: readonly { service: ServiceName; what: string; from: string }[] = [
  { service: 'forge', what: 'repositories half made', from: "repositories where state = 'creating'" },
  { service: 'forge', what: 'pushes that are not settled', from: "pushes where state = 'open'" },
  { service: 'forge', what: 'push commands without an outcome', from: "push_commands where outcome = 'pending'" },
  { service: 'forge', what: 'webhook deliveries that wait or failed', from: "deliveries where state <> 'delivered'" },
  { service: 'ci', what: 'queued or leased workflows', from: 'queue' },
  { service: 'ci', what: 'statuses that have not reached the forge', from: 'statuses' },
  { service: 'ci', what: 'clone credentials that are not revoked', from: 'clone_tokens' },
  ...['pipelines', 'workflows', 'steps'].map((table) => ({
    service: 'ci' as const,
    what: `${table} without a final state`,
    from: `${table} where ${table === 'pipelines' ? 'status' : 'state'} in ('created', 'pending', 'running', 'blocked')`,
  })),
  { service: 'mcp', what: 'deployments under way', from: "deployments where state in ('requested', 'running')" },
  { service: 'mcp', what: 'tasks that are not validated', from: "tasks where state <> 'validated'" },
  { service: 'mcp', what: 'leases that nobody gave back', from: 'tasks where lease_until > 0' },
  { service: 'core', what: 'runs that are not done', from: "runs where state <> 'done'" },
];

/** Looks into the stores themselves, since no door shows such rows; answers a line for each kind that is there. */
export function stuckRows(home: string): string[] {
  const found: string[] = [];
  for (const service of new Set(UNFINISHED.map((entry) => entry.service))) {
    const file = join(home, 'data', service, `${service}.db`);
    if (!existsSync(file)) throw new Error(`the store of ${service} is not at ${file}`);
    const database = openDatabaseFile(file, { readOnly: true });
    try {
      for (const { what, from } of UNFINISHED.filter((entry) => entry.service === service)) {
        const { count } = database.prepare(`select count(*) as count from ${from}`).get() as { count: number };
        if (count > 0) found.push(`${service}: ${count} ${what}`);
      }
    } finally {
      database.close();
    }
  }
  return found;
}
