import { issueCreateIssue } from '@mosaic/contracts/gitea';

import { assigneesOf } from './assignees.ts';
import { implementInRepository } from '../../forge-operation.ts';
import { requireIssue } from './issue-of-request.ts';
import { presentIssue } from '../../../present/issue.ts';

/** Whoever may read may open an issue. */
export const createIssue = implementInRepository(issueCreateIssue, {
  grant: 'forge:issue:write',
  level: 'read',
  part: 'issues',
  async handle({ repository, level, body, caller, cause }, context) {
    const assignees = await assigneesOf(context, { repository, level }, body);
    const number = await context.issues.writer.open(repository, { ...body, author: caller, assignees, dueAt: body.due_date }, cause);
    return presentIssue(context.links, repository, await requireIssue(context, repository, number));
  },
});
