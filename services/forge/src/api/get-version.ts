import { getVersion as contract } from '@mosaic/contracts/gitea';

import { implement } from './forge-operation.ts';

export const getVersion = implement(contract, { grant: null, handle: async () => ({ version: '1.26.4' }) });
