import { issueCreateComment } from '@mosaic/contracts/gitea';
import { forgePullRequestComment } from '@mosaic/contracts/mosaic';

import { writeTool } from '../../calls/tool.ts';
import { actingAs, askForge, placeOf, tracedForge } from '../../pull-requests/ask-forge.ts';
import { getPullRequest } from '../../pull-requests/pull-request-reader.ts';
import { emitPullRequestCall } from '../../pull-requests/pull-request-writer.ts';

/** The forge acts before our transaction: after a crash between the two, a repeat comments once more. */
export const forgePullRequestCommentTool = writeTool(forgePullRequestComment, async ({ repository, number, body }, context) => {
  const view = await context.access.read(context.caller, repository);
  // Gitea counts issues and pull requests together, and comments on both alike.
  await getPullRequest(context, view, number);
  const given = { ...placeOf(view), index: number, body: { body } };
  const { id, html_url: url } = await askForge(tracedForge(context).call(issueCreateComment, given, actingAs(context.caller)));
  return async (writer) => {
    emitPullRequestCall(writer, { operation: forgePullRequestComment.name, repository: view.fullName, number });
    return { comment: { id, url } };
  };
});
