import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { actOf, type AccountsContext } from './context.ts';

const Body = z.union([
  z.strictObject({ token: z.string().max(4096) }),
  z.strictObject({ username: z.string().max(190), password: z.string().max(256) }),
]);

/** Who a credential stands for, asked by the other services (RFC 7662 with JSON and our members). */
export const introspect = operation<AccountsContext>()({
  method: 'POST',
  path: '/-/introspect',
  access: { grant: 'accounts:introspect:read' },
  body: Body,
  handle: async ({ body, caller, traceId }, context) =>
    context.introspector.introspect(body, { door: caller.login }, actOf({ caller, traceId }, context)),
});
