import { redeemSiteCode as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

/** Whom a site's one-time code stands for, and for which host; once. */
export const redeemSiteCode = implement(contract, {
  access: { grant: 'accounts:introspect:read' },
  handle: ({ body, cause }, { links }) => links.writer.redeem(body.code, cause),
});
