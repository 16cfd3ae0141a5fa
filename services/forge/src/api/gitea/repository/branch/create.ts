import { repoCreateBranch } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentBranch } from '../../../../present/commit.ts';
import { branchView } from './view-of-request.ts';

export const createBranch = implementInRepository(repoCreateBranch, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle(request, context) {
    const { repository, body, caller, cause } = request;
    const { contents, links } = context;
    const from = body.old_ref_name === '' ? body.old_branch_name : body.old_ref_name;
    const by = { caller, email: links.noreply(caller.login), cause };
    const commit = await contents.writer.createBranch(repository, { name: body.new_branch_name, from }, by);
    return presentBranch(links, await branchView(context, request), body.new_branch_name, await contents.reader.commit(repository, commit));
  },
});
