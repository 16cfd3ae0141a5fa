import { issueCreateComment } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { requireReadable } from '../issue-of-request.ts';
import { presentComment } from '../../../../present/issue.ts';

export const createComment = implementInRepository(issueCreateComment, {
  grant: 'forge:issue:write',
  level: 'read',
  async handle({ repository, rights, params, body, caller, cause }, context) {
    const { issue } = await requireReadable(context, { repository, rights }, params.index);
    const id = await context.issues.writer.comment(repository, { issue, body: body.body, author: caller }, cause);
    const found = await context.issues.reader.comment(repository.id, id);
    if (found === null) throw new MosaicError('not_found', 'The comment has been deleted meanwhile.');
    return presentComment(context.links, repository, { comment: found.comment, issue });
  },
});
