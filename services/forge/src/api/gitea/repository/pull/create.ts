import { repoCreatePullRequest } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { assigneesOf } from '../../issue/assignees.ts';
import { headBranch, requireChange } from './branches-of-request.ts';
import { presentOnePull, requirePulls } from './pull-of-request.ts';

/** Whoever may read may ask for a branch that is there to be merged. */
export const createPull = implementInRepository(repoCreatePullRequest, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle({ repository, level, body, caller, cause }, context) {
    requirePulls(repository);
    const branch = headBranch(repository, body.head);
    const id = await requireChange(context, repository, { base: body.base, head: branch });
    const assignees = await assigneesOf(context, { repository, level }, body);
    const { title, body: text, base, labels, due_date: dueAt } = body;
    const allowMaintainerEdit = body.allow_maintainer_edit ?? repository.merging.allowMaintainerEdit;
    const head = { repositoryId: repository.id, branch, id };
    const pull = { title, body: text, base, head, labels, dueAt, assignees, author: caller, allowMaintainerEdit };
    const opened = await context.pulls.writer.open(repository, pull, cause);
    await context.pulls.checker.check(opened.id);
    return presentOnePull(context, { repository, level }, opened.number);
  },
});
