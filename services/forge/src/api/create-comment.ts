import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { repositoryOperation } from './forge-operation.ts';
import { IssueParams, TextBody, requireIssue } from './issue-params.ts';
import { presentComment } from './present/issue.ts';

export const createComment = repositoryOperation({
  method: 'POST',
  path: '/issues/:index/comments',
  grant: 'forge:issue:write',
  level: 'read',
  params: IssueParams,
  body: z.object({ body: TextBody.min(1) }),
  status: 201,
  async handle({ repository, params, body, caller, traceId }, context) {
    const issue = await requireIssue(context, repository, params.index);
    const id = await context.issues.writer.comment(repository, issue, body.body, { caller, traceId });
    const found = await context.issues.reader.comment(repository.id, id);
    if (found === null) throw new MosaicError('not_found', 'The comment has been deleted meanwhile.');
    return presentComment(context.links, repository, { comment: found.comment, number: issue.number });
  },
});
