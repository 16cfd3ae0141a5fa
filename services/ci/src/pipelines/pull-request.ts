import type { PipelineEvent } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';

import type { PipelineTable } from '../db/schema.ts';
import type { PipelinePullRequest } from './pipeline-draft.ts';

/** Whether the event is one of the three of pull requests. */
export function isPullRequestEvent(event: PipelineEvent): boolean {
  return event.startsWith('pull_request');
}

/** What the pipeline knows of its pull request; undefined for one of no pull request. */
export function pullRequestOf({ pull_request: stored }: Pick<PipelineTable, 'pull_request'>): PipelinePullRequest | undefined {
  return fromJson(stored) ?? undefined;
}

/** Woodpecker's `refspec`: the branch that is to be merged, and the one into which; "" for no pull request. */
export function refspecOf(pipeline: Pick<PipelineTable, 'pull_request'>): string {
  const pull = pullRequestOf(pipeline);
  return pull === undefined ? '' : `${pull.source}:${pull.target}`;
}
