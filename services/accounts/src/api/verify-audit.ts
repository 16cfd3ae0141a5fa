import { operation } from '@mosaic/platform/http';

import { verifyAudit as walkChain } from '../audit/audit-reader.ts';
import type { AccountsContext } from './context.ts';

export const verifyAudit = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/accounts/audit/verify',
  access: { grant: 'accounts:audit:read' },
  handle: async (_request, { store, auditKey }) => walkChain(store, auditKey),
});
