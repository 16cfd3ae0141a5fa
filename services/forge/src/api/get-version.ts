import { forgeOperation } from './forge-operation.ts';

/** The first call of every SDK client; a plain version of Gitea (forge contract 2.2). */
export const getVersion = forgeOperation({
  method: 'GET',
  path: '/version',
  grant: null,
  handle: async () => ({ version: '1.26.4' }),
});
