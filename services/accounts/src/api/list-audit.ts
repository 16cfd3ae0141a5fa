import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { readAudit } from '../audit/audit-reader.ts';
import type { AccountsContext } from './context.ts';
import { presentAuditRecord } from './present/audit-record.ts';

const Query = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const listAudit = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/accounts/audit',
  access: { grant: 'accounts:audit:read' },
  query: Query,
  handle: async ({ query }, { store }) => {
    const rows = await store.read((db) => readAudit(db, query));
    return { records: rows.map(presentAuditRecord), last: Number(rows.at(-1)?.seq ?? query.after) };
  },
});
