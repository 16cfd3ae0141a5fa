import type { AuditRecord } from '@mosaic/contracts/mosaic';

import { chainedFactsOf, type AuditRow } from '../audit/audit-reader.ts';

export function presentAuditRecord(row: AuditRow): AuditRecord {
  return { ...chainedFactsOf(row), data: JSON.parse(row.data) as Record<string, unknown>, hash: row.hash };
}
