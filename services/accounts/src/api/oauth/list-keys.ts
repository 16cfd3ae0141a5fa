import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';

/** The keys by which ID tokens are checked (RFC 7517). */
export const listKeys = operation<AccountsContext>()({
  method: 'GET',
  path: OAUTH_PATHS.keys,
  access: 'anyone',
  handle: async ({ cause }, { oauth }) => ({ keys: await oauth.keys.publicKeys(cause) }),
});
