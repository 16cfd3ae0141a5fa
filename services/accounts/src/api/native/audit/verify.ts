import { verifyAudit as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

export const verifyAudit = implement(contract, {
  access: { grant: 'accounts:audit:read' },
  handle: (_request, { audit }) => audit.reader.verify(),
});
