import { toJson } from '@mosaic/platform/db';
import type { EventLog } from '@mosaic/platform/events';

import type { CiTables, CiWriter } from '../db/schema.ts';
import { getAgent, type AgentRow } from './agent-reader.ts';

/** A wait that ends without work tells that its agent is there; within this time once is enough. */
const CONTACT_MS = 30_000;

/** An agent that runs in this process, as it is composed. */
export interface OwnAgent {
  backend: string;
  platform: string;
  version: string;
  capacity: number;
  labels: Readonly<Record<string, string>>;
}

/**
 * At start: one row for each backend that runs in this process. Of one that was there before, the id, the name and the pause stay;
 * rows of backends that are not set any more go.
 */
export async function registerOwnAgents({ db }: CiWriter, own: readonly OwnAgent[]): Promise<AgentRow[]> {
  const now = Date.now();
  const known = await db.selectFrom('agents').select(['id', 'backend']).where('in_process', '=', 1).execute();
  for (const { id, backend } of known)
    if (!own.some((agent) => agent.backend === backend)) await db.deleteFrom('agents').where('id', '=', id).execute();
  for (const { labels, ...agent } of own) {
    const row = { ...agent, labels: toJson(labels), last_contact: now, updated_at: now };
    const former = known.find(({ backend }) => backend === agent.backend);
    await (former === undefined
      ? db
          .insertInto('agents')
          .values({ ...row, name: `mosaic-${agent.backend}`, no_schedule: 0, in_process: 1, last_work: 0, created_at: now })
          .execute()
      : db.updateTable('agents').set(row).where('id', '=', former.id).execute());
  }
  return db.selectFrom('agents').selectAll().where('in_process', '=', 1).orderBy('id').execute();
}

/** What an administrator changes; members that are absent stay. */
export interface AgentChange {
  name?: string | undefined;
  no_schedule?: boolean | undefined;
}

export async function updateAgent({ db }: CiWriter, id: number, { name, no_schedule: isPaused }: AgentChange): Promise<AgentRow> {
  const change = { ...(name === undefined ? {} : { name }), ...(isPaused === undefined ? {} : { no_schedule: Number(isPaused) }) };
  await db
    .updateTable('agents')
    .set({ ...change, updated_at: Date.now() })
    .where('id', '=', id)
    .execute();
  return getAgent(db, id);
}

/** The agent asked for work and there was none. */
export async function noteContact(events: EventLog<CiTables>, agentId: number): Promise<void> {
  const now = Date.now();
  await events.transact(async ({ db }) => {
    await db
      .updateTable('agents')
      .set({ last_contact: now })
      .where('id', '=', agentId)
      .where('last_contact', '<', now - CONTACT_MS)
      .execute();
  });
}

/** The agent works; in the transaction of what it tells. */
export async function noteWork({ db }: CiWriter, agentId: number): Promise<void> {
  const now = Date.now();
  await db.updateTable('agents').set({ last_contact: now, last_work: now }).where('id', '=', agentId).execute();
}
