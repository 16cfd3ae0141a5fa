import { forgePullRequestList } from '@mosaic/contracts/mosaic';

import { readTool } from '../../calls/tool.ts';
import { AFTER_PULL_REQUEST } from '../../list-cursor.ts';
import { listPullRequests, presentPullRequest } from '../../pull-requests/pull-request-reader.ts';

export const forgePullRequestListTool = readTool(forgePullRequestList, async ({ repository, cursor, ...wanted }, context) => {
  const view = await context.access.read(context.caller, repository);
  const [after] = cursor === undefined ? [Infinity] : AFTER_PULL_REQUEST.read(cursor);
  const { pulls, next } = await listPullRequests(context, view, { ...wanted, after });
  return {
    pullRequests: pulls.map((pull) => presentPullRequest(view, pull)),
    next: next === null ? null : AFTER_PULL_REQUEST.write([next]),
  };
});
