import { z } from 'zod';

import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';

/** An application may send the person with a form (OpenID Connect Core 3.1.2.1); they go on by the address, which takes the cookie. */
export const authorizeByForm = operation<AccountsContext>()({
  method: 'POST',
  path: OAUTH_PATHS.authorize,
  access: 'anyone',
  body: z.record(z.string().max(100), z.string().max(4_096)),
  handle: async ({ body, reply }) => reply.redirect(`${OAUTH_PATHS.authorize}?${new URLSearchParams(body).toString()}`, 303),
});
