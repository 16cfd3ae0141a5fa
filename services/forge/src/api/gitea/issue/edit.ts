import { issueEditIssue } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { mayEdit } from '../../../issues/issue-policy.ts';
import { changePull } from '../repository/pull/pull-of-request.ts';
import { assigneesOf } from './assignees.ts';
import { implementInRepository } from '../../forge-operation.ts';
import { requireIssue, requireReadable } from './issue-of-request.ts';
import { presentIssue } from '../../../present/issue.ts';

export const editIssue = implementInRepository(issueEditIssue, {
  grant: 'forge:issue:write',
  level: 'read',
  async handle({ repository, rights, params, body, caller, cause }, context) {
    const { issue, level } = await requireReadable(context, { repository, rights }, params.index);
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
    else await changePull(context, { repository, caller, cause }, { issue: { ...issue, pull: issue.pull }, change });
    return presentIssue(context.links, repository, await requireIssue(context, repository, params.index));
  },
});
