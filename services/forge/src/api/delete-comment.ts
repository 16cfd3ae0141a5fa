import { repositoryOperation } from './forge-operation.ts';
import { CommentParams, requireOwnComment } from './issue-params.ts';

export const deleteComment = repositoryOperation({
  method: 'DELETE',
  path: '/issues/comments/:id',
  grant: 'forge:issue:write',
  level: 'read',
  params: CommentParams,
  async handle({ repository, level, params, caller, traceId }, context) {
    const found = await requireOwnComment(context, { repository, caller, level }, params.id);
    await context.issues.writer.deleteComment(repository, found, { caller, traceId });
  },
});
