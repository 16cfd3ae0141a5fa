import { operation } from '@mosaic/platform/http';

import type { CiContext } from './context.ts';

/** `GET /version`. */
export const getVersion = operation<CiContext>()({
  method: 'GET',
  path: '/version',
  access: 'anyone',
  handle: async (_request, { settings }) => ({ source: 'https://github.com/mosaic-stack', version: settings.version }),
});
