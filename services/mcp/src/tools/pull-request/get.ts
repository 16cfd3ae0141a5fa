import { forgePullRequestGet } from '@mosaic/contracts/mosaic';

import { readTool } from '../../calls/tool.ts';
import { askForge, placeOf } from '../../pull-requests/ask-forge.ts';
import { checksOf } from '../../pull-requests/checks.ts';
import { mergeObstacles } from '../../pull-requests/merge-policy.ts';
import { getPullRequest, presentPullRequest } from '../../pull-requests/pull-request-reader.ts';

/** Characters of its text and files in its way that are shown. */
const BODY = 20_000;
const FILES = 200;

export const forgePullRequestGetTool = readTool(forgePullRequestGet, async ({ repository, number }, context) => {
  const view = await context.access.read(context.caller, repository);
  const pull = await getPullRequest(context, view, number);
  const obstacles = mergeObstacles(pull, view.push);
  return {
    pullRequest: {
      ...presentPullRequest(view, pull),
      body: pull.body.slice(0, BODY),
      labels: (pull.labels ?? []).map(({ name }) => name),
      comments: pull.comments,
      changedFiles: pull.changed_files ?? null,
      checks: await askForge(checksOf(context.gitea, placeOf(view), pull.head.sha)),
      canMerge: obstacles.length === 0,
      obstacles,
      conflicts: (pull.conflicted_files ?? []).slice(0, FILES),
    },
  };
});
