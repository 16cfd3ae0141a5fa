import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { EventRecord } from '../event-record.ts';

/** One link of the audit chain; `hash` covers every member above it and `prevHash`. */
export const AuditRecord = EventRecord.omit({ id: true }).extend({ eventId: z.string(), prevHash: z.string(), hash: z.string() });
export type AuditRecord = z.infer<typeof AuditRecord>;

/** `last` is the cursor to ask with next: as `after`, or as `before` with `order: 'desc'`. */
export const AuditPage = z.object({ records: z.array(AuditRecord), last: z.number().int() });

/** `brokenAt` is the first record that does not fit; null when the chain is whole. */
export const AuditVerdict = z.object({ intact: z.boolean(), records: z.number().int(), brokenAt: z.number().int().nullable() });
export type AuditVerdict = z.infer<typeof AuditVerdict>;

export const listAudit = defineOperation({
  id: 'listAudit',
  tag: 'audit',
  summary: 'Records of the audit chain',
  method: 'GET',
  path: '/-/accounts/audit',
  query: z.object({
    /** `desc` reads from the newest record back, or from below `before`; without it the oldest come first, after `after`. */
    order: z.enum(['asc', 'desc']).default('asc'),
    after: z.coerce.number<number>().int().min(0).default(0),
    before: z.coerce.number<number>().int().min(1).optional(),
    limit: z.coerce.number<number>().int().min(1).max(500).default(100),
  }),
  answer: AuditPage,
});

export const verifyAudit = defineOperation({
  id: 'verifyAudit',
  tag: 'audit',
  summary: 'Walks the whole audit chain and tells the first record that was altered or is gone',
  method: 'GET',
  path: '/-/accounts/audit/verify',
  answer: AuditVerdict,
});
