import { z } from 'zod';

import { Since } from '@mosaic/contracts/gitea';

import { repositoryOperation } from './forge-operation.ts';
import { IssueParams, requireIssue } from './issue-params.ts';
import { presentComment } from './present/issue.ts';

/** Oldest first; all of them, as in Gitea, or those last changed between two moments. */
export const listComments = repositoryOperation({
  method: 'GET',
  path: '/issues/:index/comments',
  grant: 'forge:issue:read',
  level: 'read',
  params: IssueParams,
  query: z.object({ since: Since, before: Since }),
  async handle({ repository, params, query, reply }, context) {
    const issue = await requireIssue(context, repository, params.index);
    const { since = 0, before = Infinity } = query;
    const all = await context.issues.reader.comments(issue.id);
    const comments = all.filter(({ updatedAt }) => updatedAt >= since && updatedAt <= before);
    reply.header('x-total-count', String(comments.length));
    return comments.map((comment) => presentComment(context.links, repository, { comment, number: issue.number }));
  },
});
