import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentBranch } from './present/commit.ts';
import { RefText } from './ref-text.ts';

export const createBranch = repositoryOperation({
  method: 'POST',
  path: '/branches',
  grant: 'forge:repository:write',
  level: 'write',
  body: z.object({
    new_branch_name: RefText.min(1),
    old_branch_name: RefText.default(''),
    old_ref_name: RefText.default(''),
  }),
  status: 201,
  async handle({ repository, body, caller, traceId }, { contents, links }) {
    const from = body.old_ref_name === '' ? body.old_branch_name : body.old_ref_name;
    const cause = { caller, email: links.noreply(caller.login), traceId };
    const commit = await contents.writer.createBranch(repository, { name: body.new_branch_name, from }, cause);
    return presentBranch(links, repository, body.new_branch_name, await contents.reader.commit(repository, commit));
  },
});
