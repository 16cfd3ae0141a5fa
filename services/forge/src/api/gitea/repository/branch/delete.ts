import { repoDeleteBranch } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';

export const deleteBranch = implementInRepository(repoDeleteBranch, {
  grant: 'forge:repository:write',
  level: 'write',
  handle: ({ repository, params, caller, cause }, { contents, links }) =>
    contents.writer.deleteBranch(repository, params['*'], { caller, email: links.noreply(caller.login), cause }),
});
