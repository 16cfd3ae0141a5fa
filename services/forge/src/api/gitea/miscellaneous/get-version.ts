import { getVersion as contract } from '@mosaic/contracts/gitea';

import { implement } from '../../forge-operation.ts';

/** The version of Gitea whose API is spoken. */
export const GITEA_VERSION = '1.26.4';

export const getVersion = implement(contract, { grant: null, handle: async () => ({ version: GITEA_VERSION }) });
