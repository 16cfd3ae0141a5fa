import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentBranch } from './present/commit.ts';

export const createBranch = repositoryOperation({
  method: 'POST',
  path: '/branches',
  grant: 'forge:repository:write',
  level: 'write',
  body: z.object({
    new_branch_name: z.string().min(1).max(200),
    old_branch_name: z.string().max(200).default(''),
    old_ref_name: z.string().max(300).default(''),
  }),
  status: 201,
  async handle({ repository, body, caller, traceId }, { contents, links }) {
    const from = body.old_ref_name === '' ? body.old_branch_name : body.old_ref_name;
    const cause = { caller, email: links.noreply(caller.login), traceId };
    const commit = await contents.writer.createBranch(repository, { name: body.new_branch_name, from }, cause);
    return presentBranch(links, repository, body.new_branch_name, await contents.reader.commit(repository, commit));
  },
});
