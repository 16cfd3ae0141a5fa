import type { AuditRecord } from '@mosaic/contracts/mosaic';

import type { AuditRow } from '../audit/audit-reader.ts';

export function presentAuditRecord(row: AuditRow): AuditRecord {
  return {
    seq: row.seq,
    eventId: row.event_id,
    source: row.source,
    type: row.type,
    subject: row.subject,
    time: row.time,
    traceId: row.trace_id,
    actor: row.actor,
    data: JSON.parse(row.data) as Record<string, unknown>,
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}
