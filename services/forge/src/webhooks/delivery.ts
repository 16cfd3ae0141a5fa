import type { Selectable } from 'kysely';

import type { DeliveryRow } from '../db/schema.ts';

/** One delivery of one event to one hook; its id is the same on every try. */
export interface Delivery {
  seq: number;
  id: string;
  hookId: number;
  repositoryId: number;
  eventId: string;
  event: string;
  traceId: string;
  payload: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  nextAt: number;
  /** Status of the last answer; 0 when none came. */
  status: number;
  /** Beginning of the last answer's body, or why none came. */
  response: string;
  createdAt: number;
  finishedAt: number | null;
}

export function deliveryOf(row: Selectable<DeliveryRow>): Delivery {
  return {
    seq: row.seq,
    id: row.id,
    hookId: row.hook_id,
    repositoryId: row.repository_id,
    eventId: row.event_id,
    event: row.event,
    traceId: row.trace_id,
    payload: row.payload,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at,
    status: row.status,
    response: row.response,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
