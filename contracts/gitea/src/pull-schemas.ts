import { z } from 'zod';

import { Issue, Repository, User } from './schemas.ts';

/** One side of a pull request. `ref` of a head whose branch is gone is `refs/pull/{number}/head`; `repo` is null where the repository is. */
export const PullRequestBranch = z.object({
  label: z.string(),
  ref: z.string(),
  sha: z.string(),
  repo_id: z.number().int(),
  repo: Repository.nullable(),
});

/** An issue with two sides. `conflicted_files` is ours: what keeps it from being merged. */
export const PullRequest = z.object({
  id: z.number().int(),
  url: z.string().default(''),
  number: z.number().int(),
  user: User,
  title: z.string(),
  body: z.string().default(''),
  labels: Issue.shape.labels,
  milestone: z.looseObject({}).nullish(),
  assignee: User.nullish(),
  assignees: z.array(User).nullish(),
  requested_reviewers: z.array(User).nullish(),
  requested_reviewers_teams: z.array(z.looseObject({})).nullish(),
  state: z.enum(['open', 'closed']),
  /** By its title: "WIP:" or "[WIP]". */
  draft: z.boolean().default(false),
  is_locked: z.boolean().default(false),
  comments: z.number().int().default(0),
  /** On lines, of reviews that were handed in. */
  review_comments: z.number().int().default(0),
  additions: z.number().int().nullish(),
  deletions: z.number().int().nullish(),
  changed_files: z.number().int().nullish(),
  html_url: z.string().default(''),
  diff_url: z.string().default(''),
  patch_url: z.string().default(''),
  /** False also while that is being found out, and for a draft. */
  mergeable: z.boolean().default(false),
  merged: z.boolean().default(false),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  merged_by: User.nullish(),
  allow_maintainer_edit: z.boolean().default(false),
  base: PullRequestBranch,
  head: PullRequestBranch,
  merge_base: z.string().default(''),
  due_date: z.string().nullish(),
  created_at: z.string().default(''),
  updated_at: z.string().default(''),
  closed_at: z.string().nullish(),
  pin_order: z.number().int().default(0),
  content_version: z.number().int().default(0),
  conflicted_files: z.array(z.string()).optional(),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** What a pull request does to one file. */
export const ChangedFile = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.enum(['added', 'deleted', 'renamed', 'copied', 'changed', 'unchanged']),
  additions: z.number().int().default(0),
  deletions: z.number().int().default(0),
  changes: z.number().int().default(0),
  html_url: z.string().default(''),
  contents_url: z.string().default(''),
  raw_url: z.string().default(''),
});
export type ChangedFile = z.infer<typeof ChangedFile>;
