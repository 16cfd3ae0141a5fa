import type { EventRecord } from '@mosaic/contracts/mosaic';
import { fromJson, type JsonText } from '@mosaic/platform/db';

/** An event as a row, wherever it is kept. */
export interface EventRow {
  seq: number;
  id: string;
  type: string;
  subject: string;
  time: number;
  trace_id: string;
  actor: string;
  data: JsonText<Record<string, unknown>>;
}

/** The event of a row; `source` is the service that recorded it. */
export function eventOf({ seq, id, type, subject, time, trace_id: traceId, actor, data }: EventRow, source: string): EventRecord {
  return { seq, id, source, type, subject, time, traceId, actor, data: fromJson(data) };
}
