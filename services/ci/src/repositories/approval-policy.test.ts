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
  expect(needsApproval(repository, { event, sender, reviewed_by })).toBe(isHeld);
});
