import { repoMergePullRequest } from '@mosaic/contracts/gitea';

import { authorOf, deleteHead } from '../../../../pulls/around-merge.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { contributor, requirePull } from './pull-of-request.ts';

/** At once, or once its checks succeed. What somebody has merged with git waits for nothing. */
export const mergePull = implementInRepository(repoMergePullRequest, {
  grant: 'forge:repository:write',
  level: 'write',
  part: 'merges',
  async handle(request, context) {
    const { repository, level, caller, cause, params, body } = request;
    const issue = await requirePull(context, repository, params.index);
    const wish = {
      style: body.do ?? body.Do ?? repository.merging.defaultStyle,
      title: body.merge_title_field || body.MergeTitleField,
      text: body.merge_message_field || body.MergeMessageField,
      headId: body.head_commit_id,
    };
    const deletesBranch = body.delete_branch_after_merge ?? repository.merging.deleteBranchAfterMerge;
    if (body.merge_when_checks_succeed && wish.style !== 'manually-merged') {
      await context.scheduledMerges.merger.schedule(repository, issue, { ...wish, deletesBranch, by: caller }, cause);
      return void request.reply.code(201);
    }
    const by = { ...contributor(context, request), isAdmin: level === 'admin' };
    const given = { commitId: body.merge_commit_id || body.MergeCommitID, author: await authorOf(context, issue), force: body.force_merge };
    await context.pulls.merger.merge(repository, issue, { ...wish, ...given }, by);
    if (deletesBranch) await deleteHead(context, repository, issue, by);
    request.reply.code(200);
  },
});
