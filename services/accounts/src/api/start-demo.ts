import { operation } from '@mosaic/platform/http';

import { startDemo as start } from '../demo/start-demo.ts';
import { actOf, type AccountsContext } from './context.ts';

/** Runs the demo for the asker: answers once the push is made, the loop goes on by itself. */
export const startDemo = operation<AccountsContext>()({
  method: 'POST',
  path: '/-/accounts/demo',
  access: { grant: 'accounts:token:write' },
  status: 202,
  handle: ({ caller, traceId }, context) => start(context, caller, actOf({ caller, traceId }, context)),
});
