import { redeemSiteCode as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { spendOneTime } from '../links/one-time.ts';
import { implement } from './accounts-operation.ts';

/** Whom a site's one-time code stands for, and for which host; once. */
export const redeemSiteCode = implement(contract, {
  access: { grant: 'accounts:introspect:read' },
  handle: async ({ body, cause }, { events, now }) => {
    const spent = await events.transact(async (writer) => {
      const found = await spendOneTime(writer, { secret: body.code, purposes: ['site'], now: now() });
      if (found !== null)
        writer.as(cause).emit('dev.mosaic.session.created', {
          subject: found.principal.login,
          data: { login: found.principal.login, method: `site ${found.target}` },
        });
      return found;
    });
    if (spent === null) throw new MosaicError('not_found', 'This code was used already or is older than a minute.');
    return { login: spent.principal.login, host: spent.target, credentialId: spent.credentialId ?? '' };
  },
});
