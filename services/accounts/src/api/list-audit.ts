import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { readAudit, readNewestAudit } from '../audit/audit-reader.ts';
import type { AccountsContext } from './context.ts';
import { presentAuditRecord } from './present/audit-record.ts';

/** `order=desc` reads from the newest record back, or from below `before`; without it the oldest come first, after `after`. */
const Query = z.object({
  order: z.enum(['asc', 'desc']).default('asc'),
  after: z.coerce.number().int().min(0).default(0),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const listAudit = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/accounts/audit',
  access: { grant: 'accounts:audit:read' },
  query: Query,
  handle: async ({ query }, { store }) => {
    const { order, before, after, limit } = query;
    const rows = await store.read((db) => (order === 'desc' ? readNewestAudit(db, { before, limit }) : readAudit(db, { after, limit })));
    return { records: rows.map(presentAuditRecord), last: Number(rows.at(-1)?.seq ?? (order === 'desc' ? 0 : after)) };
  },
});
