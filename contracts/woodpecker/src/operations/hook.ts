import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Pipeline } from '../schemas.ts';

/**
 * The forge's own call. What makes no pipeline is answered 204, without a body and with the reason in `Pipeline-Filtered-Reason`.
 * The body is what the forge sends (Gitea's form), and is read as bytes for the signature in `X-Gitea-Signature`.
 */
export const postHook = defineOperation({
  id: 'postHook',
  tag: 'System',
  summary: 'Takes word of a change from the forge; the token in the address says of which repository',
  method: 'POST',
  path: '/hook',
  query: z.object({ access_token: z.string().max(4096).default('') }),
  body: z.looseObject({}),
  answer: Pipeline,
  alsoStatus: [204],
});
