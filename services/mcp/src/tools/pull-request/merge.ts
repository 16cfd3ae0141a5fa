import { repoMergePullRequest } from '@mosaic/contracts/gitea';
import { forgePullRequestMerge } from '@mosaic/contracts/mosaic';

import { writeTool } from '../../calls/tool.ts';
import { actingAs, askForge, placeOf, tracedForge } from '../../pull-requests/ask-forge.ts';
import { getPullRequest, presentPullRequest } from '../../pull-requests/pull-request-reader.ts';
import { emitPullRequestCall } from '../../pull-requests/pull-request-writer.ts';

/** The forge acts before our transaction: after a crash between the two, a repeat is refused, since it is merged. */
export const forgePullRequestMergeTool = writeTool(
  forgePullRequestMerge,
  async ({ repository, number, headSha, style, title, message, deleteBranch }, context) => {
    const view = await context.access.require(context.caller, repository, 'push');
    const body = {
      Do: style,
      head_commit_id: headSha,
      MergeTitleField: title,
      MergeMessageField: message,
      delete_branch_after_merge: deleteBranch,
    };
    await askForge(tracedForge(context).call(repoMergePullRequest, { ...placeOf(view), index: number, body }, actingAs(context.caller)));
    const pullRequest = presentPullRequest(view, await getPullRequest(context, view, number));
    return async (writer) => {
      emitPullRequestCall(writer, { operation: forgePullRequestMerge.name, repository: view.fullName, number });
      return { pullRequest };
    };
  },
);
