import { getVersion as contract } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';

export const getVersion = implement(contract, {
  access: 'anyone',
  handle: async (_request, { settings }) => ({ source: 'https://github.com/mosaic-stack', version: settings.version }),
});
