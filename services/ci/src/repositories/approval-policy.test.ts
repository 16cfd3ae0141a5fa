import { expect, test } from 'vitest';

import { toJson } from '@mosaic/platform/db';

import { needsApproval } from './approval-policy.ts';

test.each([
  ['a push', 'all_events', 'push', 'ada', null, true],
  ['a push of somebody who is allowed', 'all_events', 'push', 'bob', null, false],
  ['what was approved', 'all_events', 'push', 'ada', 'root', false],
  ['what a person starts', 'all_events', 'manual', 'ada', null, false],
  ['what the clock starts', 'all_events', 'cron', 'ada', null, false],
  ['a push where only forks wait', 'forks', 'push', 'ada', null, false],
  ['a push where nothing waits', 'none', 'push', 'ada', null, false],
] as const)('%s', (...[, require_approval, event, sender, reviewed_by, isHeld]) => {
  const repository = { require_approval, approval_allowed_users: toJson(['bob']) };
  expect(needsApproval(repository, { event, sender, author: 'eve', reviewed_by, pull_request: null })).toBe(isHeld);
});

test.each([
  ['a stranger’s', 'forks', 'pull_request', ['eve', 'eve'], true],
  ['a stranger’s that somebody who is allowed labels', 'forks', 'pull_request_metadata', ['eve', 'bob'], true],
  ['of somebody who is allowed, labelled by a stranger', 'pull_requests', 'pull_request_metadata', ['bob', 'eve'], true],
  ['of somebody who is allowed', 'pull_requests', 'pull_request', ['bob', 'bob'], false],
  ['a deployment of a stranger’s', 'forks', 'deployment', ['eve', 'ada'], true],
  ['a deployment of a stranger’s where nothing waits', 'none', 'deployment', ['eve', 'ada'], false],
] as const)('of a pull request from a fork, %s waits: %s %s', (...[, require_approval, event, [author, sender], isHeld]) => {
  const repository = { require_approval, approval_allowed_users: toJson(['bob']) };
  const pull = { number: 1, source: 'topic', target: 'main', labels: [], milestone: '', isDraft: false, isFromFork: true, reason: '' };
  expect(needsApproval(repository, { event, author, sender, reviewed_by: null, pull_request: toJson(pull) })).toBe(isHeld);
});
