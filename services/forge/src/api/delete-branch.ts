import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { RefText } from './ref-text.ts';

export const deleteBranch = repositoryOperation({
  method: 'DELETE',
  path: '/branches/*',
  grant: 'forge:repository:write',
  level: 'write',
  params: z.object({ '*': RefText }),
  handle: ({ repository, params, caller, traceId }, { contents, links }) =>
    contents.writer.deleteBranch(repository, params['*'], { caller, email: links.noreply(caller.login), traceId }),
});
