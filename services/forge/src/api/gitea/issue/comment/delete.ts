import { issueDeleteComment } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireOwnComment } from '../issue-of-request.ts';

export const deleteComment = implementInRepository(issueDeleteComment, {
  grant: 'forge:issue:write',
  level: 'read',
  async handle({ repository, rights, params, caller, cause }, context) {
    const found = await requireOwnComment(context, { repository, caller, rights }, params.id);
    await context.issues.writer.deleteComment(repository, found, cause);
  },
});
