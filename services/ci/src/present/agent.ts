import type { Agent } from '@mosaic/contracts/woodpecker';
import { fromJson } from '@mosaic/platform/db';

import type { AgentRow } from '../agents/agent-reader.ts';

/** What upstream says of an agent that belongs to the installation and to nobody. */
const NOBODY = -1;

/** Those of this process have no token: nothing calls for them from outside. */
export function presentAgent(row: AgentRow): Agent {
  return {
    id: row.id,
    created: seconds(row.created_at),
    updated: seconds(row.updated_at),
    name: row.name,
    owner_id: NOBODY,
    org_id: NOBODY,
    token: '',
    last_contact: seconds(row.last_contact),
    last_work: seconds(row.last_work),
    platform: row.platform,
    backend: row.backend,
    capacity: row.capacity,
    version: row.version,
    no_schedule: row.no_schedule === 1,
    custom_labels: fromJson(row.labels),
  };
}

function seconds(ms: number): number {
  return Math.trunc(ms / 1000);
}
