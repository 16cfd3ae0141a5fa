import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { mayEdit } from '../issues/issue-policy.ts';
import { repositoryOperation } from './forge-operation.ts';
import { IssueParams, TextBody, requireIssue } from './issue-params.ts';
import { presentIssue } from './present/issue.ts';

export const editIssue = repositoryOperation({
  method: 'PATCH',
  path: '/issues/:index',
  grant: 'forge:issue:write',
  level: 'read',
  params: IssueParams,
  body: z.object({
    /** Empty: as it is; Go's clients send every member. */
    title: z.string().trim().max(255).optional(),
    body: TextBody.optional(),
    state: z.enum(['open', 'closed']).optional(),
    /** It never has one. */
    unset_due_date: z.boolean().optional(),
  }),
  status: 201,
  async handle({ repository, level, params, body, caller, traceId }, context) {
    const issue = await requireIssue(context, repository, params.index);
    if (!mayEdit(caller, level, issue.author))
      throw new MosaicError('forbidden', 'Only its author and those who may write here can change it.');
    await context.issues.writer.edit(repository, issue, { ...body, title: body.title || undefined }, { caller, traceId });
    return presentIssue(context.links, repository, await requireIssue(context, repository, params.index));
  },
});
