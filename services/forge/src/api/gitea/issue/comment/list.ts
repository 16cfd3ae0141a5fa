import { issueGetComments } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireReadable } from '../issue-of-request.ts';
import { presentComment } from '../../../../present/issue.ts';

export const listComments = implementInRepository(issueGetComments, {
  grant: 'forge:issue:read',
  level: 'read',
  async handle({ repository, rights, params, query, reply }, context) {
    const { issue } = await requireReadable(context, { repository, rights }, params.index);
    const { since = 0, before = Infinity } = query;
    const all = await context.issues.reader.comments(issue.id);
    const comments = all.filter(({ updatedAt }) => updatedAt >= since && updatedAt <= before);
    reply.header('x-total-count', String(comments.length));
    return comments.map((comment) => presentComment(context.links, repository, { comment, issue }));
  },
});
