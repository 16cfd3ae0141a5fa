import { MosaicError } from '@mosaic/platform/errors';

import type { CiQuerier } from '../db/schema.ts';

/**
 * A workflow in the hands of an agent. What counts is the row in the queue: who calls must name all of it, and the former token of a
 * workflow that was handed out again is worth nothing, whoever bears it. Nothing of it is kept in memory, so a lease outlives the
 * process that gave it.
 */
export interface Lease {
  workflowId: number;
  agentId: number;
  attempt: number;
  /** Fence: new with every hand-out. */
  token: string;
}

const LEASE_ID = /^([1-9]\d{0,15})\.([1-9]\d{0,3})\.([0-9a-f-]{36})$/;

/** The id under which the agent knows the workflow and calls. */
export function leaseId({ workflowId, attempt, token }: Lease): string {
  return `${workflowId}.${attempt}.${token}`;
}

/** What an agent names with such an id. @throws MosaicError (`not_found`) for what no server hands out. */
export function namedLease(id: string, agentId: number): Lease {
  const [, workflowId, attempt, token] = LEASE_ID.exec(id) ?? [];
  if (token === undefined) throw new MosaicError('not_found', 'No such workflow was handed out.');
  return { workflowId: Number(workflowId), attempt: Number(attempt), token, agentId };
}

/** held: goes on; canceled: a person or the server stops it; lost: it is another's, or over. */
export async function standingOf(db: CiQuerier, lease: Lease): Promise<'held' | 'canceled' | 'lost'> {
  const row = await db
    .selectFrom('queue')
    .select(['lease', 'agent_id', 'attempt', 'cancel'])
    .where('workflow_id', '=', lease.workflowId)
    .executeTakeFirst();
  if (row?.lease !== lease.token || row.agent_id !== lease.agentId || row.attempt !== lease.attempt) return 'lost';
  return row.cancel === 1 ? 'canceled' : 'held';
}

/** Throws `stale_lease` unless the agent still holds the workflow; answers whether it is being canceled. */
export async function requireLease(db: CiQuerier, lease: Lease): Promise<{ isCanceled: boolean }> {
  const standing = await standingOf(db, lease);
  if (standing === 'lost')
    throw new MosaicError('stale_lease', 'The lease of this workflow has ended: it was canceled, timed out, or runs elsewhere.');
  return { isCanceled: standing === 'canceled' };
}
