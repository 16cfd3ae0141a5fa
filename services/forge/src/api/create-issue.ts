import { z } from 'zod';

import { DueDate } from '@mosaic/contracts/gitea';

import { AssigneeMembers, assigneesOf } from './assignees.ts';
import { repositoryOperation } from './forge-operation.ts';
import { TextBody, requireIssue } from './issue-params.ts';
import { presentIssue } from './present/issue.ts';

/** Whoever may read may open an issue. Labels are ids (as in Gitea) or names; a new name is made. */
export const createIssue = repositoryOperation({
  method: 'POST',
  path: '/issues',
  grant: 'forge:issue:write',
  level: 'read',
  body: AssigneeMembers.extend({
    title: z.string().trim().min(1).max(255),
    body: TextBody.default(''),
    labels: z
      .array(z.union([z.number().int(), z.string().min(1).max(50)]))
      .max(50)
      .nullish()
      .transform((labels) => labels ?? []),
    closed: z.boolean().default(false),
    due_date: DueDate.optional(),
  }),
  status: 201,
  async handle({ repository, level, body, caller, traceId }, context) {
    const assignees = await assigneesOf(context, { repository, level }, body);
    const number = await context.issues.writer.open(repository, { ...body, assignees, dueAt: body.due_date }, { caller, traceId });
    return presentIssue(context.links, repository, await requireIssue(context, repository, number));
  },
});
