import { repoCreatePullRequest } from '@mosaic/contracts/gitea';
import { forgePullRequestOpen } from '@mosaic/contracts/mosaic';

import { writeTool } from '../../calls/tool.ts';
import { actingAs, askForge, placeOf, tracedForge } from '../../pull-requests/ask-forge.ts';
import { presentPullRequest } from '../../pull-requests/pull-request-reader.ts';
import { emitPullRequestCall } from '../../pull-requests/pull-request-writer.ts';

/** The forge acts before our transaction: after a crash between the two, a repeat is refused, since one of these branches is open. */
export const forgePullRequestOpenTool = writeTool(forgePullRequestOpen, async ({ repository, head, base, title, body }, context) => {
  const view = await context.access.read(context.caller, repository);
  const wanted = { head, base: base === '' ? view.defaultBranch : base, title, body };
  const asked = tracedForge(context).call(repoCreatePullRequest, { ...placeOf(view), body: wanted }, actingAs(context.caller));
  const pullRequest = presentPullRequest(view, await askForge(asked));
  return async (writer) => {
    emitPullRequestCall(writer, { operation: forgePullRequestOpen.name, repository: view.fullName, number: pullRequest.number });
    return { pullRequest };
  };
});
