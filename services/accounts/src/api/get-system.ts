import { operation } from '@mosaic/platform/http';

import type { AccountsContext } from './context.ts';

/** Health of every service, for System and `mosaic status`. */
export const getSystem = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/accounts/system',
  access: { grant: 'accounts:system:read' },
  handle: async (_request, { status }) => status(),
});
