import { issueEditIssue } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';

import type { ForgeContext } from '../../../context.ts';
import type { IssueChange } from '../../../issues/issue-writer.ts';
import type { PullIssue } from '../../../pulls/pull-events.ts';
import type { Repository } from '../../../repositories/repository.ts';
import { mayEdit } from '../../../issues/issue-policy.ts';
import { assigneesOf } from './assignees.ts';
import { implementInRepository } from '../../forge-operation.ts';
import { requireIssue } from './issue-of-request.ts';
import { presentIssue } from '../../../present/issue.ts';

export const editIssue = implementInRepository(issueEditIssue, {
  grant: 'forge:issue:write',
  level: 'read',
  async handle({ repository, level, params, body, caller, cause }, context) {
    const issue = await requireIssue(context, repository, params.index);
    if (!mayEdit(caller, level, issue.author))
      throw new MosaicError('forbidden', 'Only its author and those who may write here can change it.');
    const assignees = await assigneesOf(context, { repository, level }, body);
    const change = {
      title: body.title || undefined,
      body: body.body,
      state: body.state,
      assignees,
      dueAt: body.unset_due_date ? null : body.due_date,
    };
    if (issue.pull === null) await context.issues.writer.edit(repository, issue, change, cause);
    else await editPull(context, repository, { issue: { ...issue, pull: issue.pull }, change }, cause);
    return presentIssue(context.links, repository, await requireIssue(context, repository, params.index));
  },
});

/** A pull request that is opened again stands where its branch does. */
async function editPull(
  { contents, pulls }: ForgeContext,
  repository: Repository,
  { issue, change }: { issue: PullIssue; change: IssueChange },
  cause: Cause,
): Promise<void> {
  const { branch } = issue.pull.head;
  const headId = (await contents.reader.tips(repository, [branch])).get(branch);
  await pulls.writer.edit(repository, issue, { ...change, headId }, cause);
  await pulls.checker.check(issue.id);
}
