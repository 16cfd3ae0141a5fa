import { issueEditComment } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireOwnComment } from '../issue-of-request.ts';
import { presentComment } from '../../../../present/issue.ts';

export const editComment = implementInRepository(issueEditComment, {
  grant: 'forge:issue:write',
  level: 'read',
  async handle({ repository, rights, params, body, caller, cause }, context) {
    const found = await requireOwnComment(context, { repository, caller, rights }, params.id);
    await context.issues.writer.editComment(repository, { ...found, body: body.body }, cause);
    const comment = { ...found.comment, body: body.body, updatedAt: Date.now() };
    return presentComment(context.links, repository, { comment, issue: found.issue });
  },
});
