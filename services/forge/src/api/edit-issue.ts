import { z } from 'zod';

import { DueDate } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { mayEdit } from '../issues/issue-policy.ts';
import { AssigneeMembers, assigneesOf } from './assignees.ts';
import { repositoryOperation } from './forge-operation.ts';
import { IssueParams, TextBody, requireIssue } from './issue-params.ts';
import { presentIssue } from './present/issue.ts';

export const editIssue = repositoryOperation({
  method: 'PATCH',
  path: '/issues/:index',
  grant: 'forge:issue:write',
  level: 'read',
  params: IssueParams,
  body: AssigneeMembers.extend({
    /** Empty: as it is; Go's clients send every member. */
    title: z.string().trim().max(255).optional(),
    body: TextBody.optional(),
    state: z.enum(['open', 'closed']).optional(),
    due_date: DueDate.optional(),
    unset_due_date: z.boolean().default(false),
  }),
  status: 201,
  async handle({ repository, level, params, body, caller, traceId }, context) {
    const issue = await requireIssue(context, repository, params.index);
    if (!mayEdit(caller, level, issue.author))
      throw new MosaicError('forbidden', 'Only its author and those who may write here can change it.');
    const assignees = await assigneesOf(context, { repository, level }, body);
    await context.issues.writer.edit(
      repository,
      issue,
      {
        title: body.title || undefined,
        body: body.body,
        state: body.state,
        assignees,
        dueAt: body.unset_due_date ? null : body.due_date,
      },
      { caller, traceId },
    );
    return presentIssue(context.links, repository, await requireIssue(context, repository, params.index));
  },
});
