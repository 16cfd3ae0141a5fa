import { listAudit as contract } from '@mosaic/contracts/mosaic';

import { readAudit, readNewestAudit } from '../audit/audit-reader.ts';
import { implement } from './accounts-operation.ts';
import { presentAuditRecord } from './present/audit-record.ts';

export const listAudit = implement(contract, {
  access: { grant: 'accounts:audit:read' },
  handle: async ({ query }, { store }) => {
    const { order, before, after, limit } = query;
    const rows = await store.read((db) => (order === 'desc' ? readNewestAudit(db, { before, limit }) : readAudit(db, { after, limit })));
    return { records: rows.map(presentAuditRecord), last: Number(rows.at(-1)?.seq ?? (order === 'desc' ? 0 : after)) };
  },
});
