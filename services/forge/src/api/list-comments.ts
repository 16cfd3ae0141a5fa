import { repositoryOperation } from './forge-operation.ts';
import { IssueParams, requireIssue } from './issue-params.ts';
import { presentComment } from './present/issue.ts';

/** Oldest first; all of them, as in Gitea. */
export const listComments = repositoryOperation({
  method: 'GET',
  path: '/issues/:index/comments',
  grant: 'forge:issue:read',
  level: 'read',
  params: IssueParams,
  async handle({ repository, params, reply }, context) {
    const issue = await requireIssue(context, repository, params.index);
    const comments = await context.issues.reader.comments(issue.id);
    reply.header('x-total-count', String(comments.length));
    return comments.map((comment) => presentComment(context.links, repository, { comment, number: issue.number }));
  },
});
