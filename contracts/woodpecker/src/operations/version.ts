import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

/** Outside `/api`. */
export const getVersion = defineOperation({
  id: 'getVersion',
  tag: 'System',
  summary: 'The version of the server',
  method: 'GET',
  path: '/version',
  answer: z.object({ source: z.string(), version: z.string() }),
});
