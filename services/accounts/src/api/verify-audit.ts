import { verifyAudit as contract } from '@mosaic/contracts/mosaic';

import { verifyAudit as walkChain } from '../audit/audit-reader.ts';
import { implement } from './accounts-operation.ts';

export const verifyAudit = implement(contract, {
  access: { grant: 'accounts:audit:read' },
  handle: async (_request, { store, auditKey }) => walkChain(store, auditKey),
});
