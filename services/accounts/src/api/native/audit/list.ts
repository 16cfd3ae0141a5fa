import { listAudit as contract } from '@mosaic/contracts/mosaic';

import { presentAuditRecord } from '../../../present/audit-record.ts';
import { implement } from '../../accounts-operation.ts';

export const listAudit = implement(contract, {
  access: { grant: 'accounts:audit:read' },
  handle: async ({ query }, { audit }) => {
    const { order, before, after, limit } = query;
    const rows = await (order === 'desc' ? audit.reader.newest(before, limit) : audit.reader.after(after, limit));
    return { records: rows.map(presentAuditRecord), last: rows.at(-1)?.seq ?? (order === 'desc' ? 0 : after) };
  },
});
