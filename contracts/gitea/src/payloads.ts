import { z } from 'zod';

import { PullRequest } from './pull-schemas.ts';
import { Release } from './release-schemas.ts';
import { PayloadCommit, Repository, User } from './schemas.ts';

/** What a webhook delivery carries. Event names and members: Gitea `modules/structs/hook.go`. */

/** Event `push`: a branch or tag moved. Newest commit first, at most 5; `after` is 40 zeros when the ref was deleted. */
export const PushPayload = z.looseObject({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  compare_url: z.string().default(''),
  commits: z
    .array(PayloadCommit)
    .nullish()
    .transform((value) => value ?? []),
  total_commits: z.number().int().default(0),
  head_commit: PayloadCommit.nullish(),
  repository: Repository,
  pusher: User.nullish(),
  sender: User,
});
export type PushPayload = z.infer<typeof PushPayload>;

/** Events `create` and `delete`: `ref` is the short name (Forgejo sends the full one). */
export const RefPayload = z.looseObject({
  sha: z.string().default(''),
  ref: z.string(),
  ref_type: z.enum(['branch', 'tag']),
  repository: Repository,
  sender: User,
});
export type RefPayload = z.infer<typeof RefPayload>;

/** Event `pull_request`: a merge is `closed` with `pull_request.merged`; `synchronized` is a push to the head. */
export const PullRequestPayload = z.looseObject({
  action: z.string(),
  number: z.number().int(),
  pull_request: PullRequest,
  repository: Repository,
  sender: User,
});
export type PullRequestPayload = z.infer<typeof PullRequestPayload>;

/** Event `release`: drafts are told of to nobody. */
export const ReleasePayload = z.looseObject({
  action: z.enum(['published', 'updated', 'deleted']),
  release: Release,
  repository: Repository,
  sender: User,
});
export type ReleasePayload = z.infer<typeof ReleasePayload>;
