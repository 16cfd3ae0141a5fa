import { repoMergePullRequest } from '@mosaic/contracts/gitea';

import type { ForgeContext } from '../../../../context.ts';
import type { PullIssue } from '../../../../pulls/pull-events.ts';
import { reaches } from '../../../../repositories/repository-policy.ts';
import { implementInRepository, type RepositoryRequest } from '../../../forge-operation.ts';
import { contributor, requirePull } from './pull-of-request.ts';

export const mergePull = implementInRepository(repoMergePullRequest, {
  grant: 'forge:repository:write',
  level: 'write',
  part: 'merges',
  async handle(request, context) {
    const { repository, params, body } = request;
    const issue = await requirePull(context, repository, params.index);
    const wish = {
      style: body.do ?? body.Do ?? repository.merging.defaultStyle,
      title: body.merge_title_field || body.MergeTitleField,
      text: body.merge_message_field || body.MergeMessageField,
      commitId: body.merge_commit_id || body.MergeCommitID,
      headId: body.head_commit_id,
      author: await authorOf(context, issue),
    };
    await context.pulls.merger.merge(repository, issue, wish, contributor(context, request));
    if (body.delete_branch_after_merge ?? repository.merging.deleteBranchAfterMerge) await deleteHead(context, request, issue);
    request.reply.code(200);
  },
});

async function authorOf({ people, links }: ForgeContext, { author }: PullIssue): Promise<{ name: string; email: string }> {
  const person = await people.find(author.login);
  return { name: person?.name || author.login, email: links.noreply(author.login) };
}

/** The merge holds, whatever becomes of the branch: it may be the default one, or have moved on, or not be the asker's to delete. */
async function deleteHead(
  context: ForgeContext,
  { repository, caller, cause }: Pick<RepositoryRequest<unknown, unknown, unknown>, 'repository' | 'caller' | 'cause'>,
  { pull }: PullIssue,
): Promise<void> {
  const { branch, repositoryId } = pull.head;
  const head = repositoryId === null ? null : await context.repositories.reader.byId(caller, repositoryId);
  if (head === null || !reaches(head.level, 'write') || head.repository.archived) return;
  const tip = (await context.contents.reader.tips(head.repository, [branch])).get(branch);
  const isBase = head.repository.id === repository.id && branch === pull.base;
  if (branch === head.repository.defaultBranch || isBase || tip !== pull.headId) return;
  await context.contents.writer.deleteBranch(head.repository, branch, contributor(context, { caller, cause })).catch(() => undefined);
}
