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
    title: z.string().trim().min(1).max(255).optional(),
    body: TextBody.optional(),
    state: z.enum(['open', 'closed']).optional(),
  }),
  status: 201,
  async handle({ repository, level, params, body, caller, traceId }, context) {
    const issue = await requireIssue(context, repository, params.index);
    if (!mayEdit(caller, level, issue.author))
      throw new MosaicError('forbidden', 'Only its author and those who may write here can change it.');
    await context.issues.writer.edit(repository, issue, body, { caller, traceId });
    return presentIssue(context.links, repository, await requireIssue(context, repository, params.index));
  },
});
