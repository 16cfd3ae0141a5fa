import type { PullRequestPayload } from '@mosaic/contracts/gitea';
import type { PipelineEvent } from '@mosaic/engines/pipeline';

import type { PipelineDraft } from '../pipelines/pipeline-draft.ts';
import type { HookIntent } from './hook-intent.ts';
import { cutMessage, titleOf } from './message.ts';

/** What an action of Gitea's starts (upstream server/forge/gitea/parse.go); every other one, a review for instance, starts nothing. */
const EVENT_OF_ACTION: Readonly<Record<string, PipelineEvent>> = {
  opened: 'pull_request',
  reopened: 'pull_request',
  synchronized: 'pull_request',
  closed: 'pull_request_closed',
  edited: 'pull_request_metadata',
  label_updated: 'pull_request_metadata',
  label_cleared: 'pull_request_metadata',
  milestoned: 'pull_request_metadata',
  demilestoned: 'pull_request_metadata',
  assigned: 'pull_request_metadata',
  unassigned: 'pull_request_metadata',
};

/** A pull request is built at its head; a merged one is closed as one that was not. Its title stands for the message. */
export function parsePullRequest(payload: PullRequestPayload): HookIntent {
  const { action, number, repository, sender, pull_request: pull } = payload;
  const event = EVENT_OF_ACTION[action];
  if (event === undefined) return { repository, ignored: `"${action}" of a pull request starts no pipeline` };
  const message = cutMessage(pull.title);
  return {
    repository,
    draft: {
      event,
      branch: pull.base.ref,
      ref: `refs/pull/${number}/head`,
      sha: pull.head.sha,
      before: '',
      title: titleOf(message),
      message,
      author: pull.user.login,
      authorEmail: pull.user.email,
      sender: sender.login,
      forgeUrl: pull.html_url,
      changedFiles: [],
      pullRequest: pullRequestOf(payload, event),
    },
  };
}

function pullRequestOf({ action, number, pull_request: pull }: PullRequestPayload, event: PipelineEvent): PipelineDraft['pullRequest'] {
  const { milestone, labels } = pull;
  return {
    number,
    source: pull.head.ref,
    target: pull.base.ref,
    labels: action === 'label_cleared' ? [] : (labels ?? []).map(({ name }) => name).slice(0, MAX_LABELS),
    milestone: action === 'demilestoned' || typeof milestone?.['title'] !== 'string' ? '' : milestone['title'],
    isDraft: pull.draft,
    // The head's repository may be gone, which a fork's alone can be.
    isFromFork: pull.head.repo_id !== pull.base.repo_id,
    reason: event === 'pull_request_metadata' ? action : '',
  };
}

/** Labels that steps are told of; they are part of one variable. */
const MAX_LABELS = 100;
