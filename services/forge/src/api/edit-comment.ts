import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { CommentParams, TextBody, requireOwnComment } from './issue-params.ts';
import { presentComment } from './present/issue.ts';

export const editComment = repositoryOperation({
  method: 'PATCH',
  path: '/issues/comments/:id',
  grant: 'forge:issue:write',
  level: 'read',
  params: CommentParams,
  body: z.object({ body: TextBody.min(1) }),
  async handle({ repository, level, params, body, caller, traceId }, context) {
    const found = await requireOwnComment(context, { repository, caller, level }, params.id);
    await context.issues.writer.editComment(repository, { ...found, body: body.body }, { caller, traceId });
    const comment = { ...found.comment, body: body.body, updatedAt: Date.now() };
    return presentComment(context.links, repository, { comment, number: found.issue.number });
  },
});
