import { z } from 'zod';

import { Bytes, defineOperation } from '@mosaic/contracts/wire';

import { ChangedFile, PullRequest } from '../pull-schemas.ts';
import { Commit } from '../schemas.ts';
import { AssigneeMembers, IssueParams, TextBody } from './issues.ts';
import { DueDate } from './moments.ts';
import { PagingQuery } from './paging.ts';
import { RefText } from './ref-text.ts';

/** Ids of labels; one or several in an address. */
const LabelIds = z
  .union([
    z.array(z.coerce.number<number>().int()).max(50),
    z.coerce
      .number<number>()
      .int()
      .transform((id) => [id]),
  ])
  .nullish()
  .transform((ids) => ids ?? []);

/** Newest first, or as `sort` says. */
export const repoListPullRequests = defineOperation({
  id: 'repoListPullRequests',
  tag: 'repository',
  summary: 'The pull requests of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls',
  query: PagingQuery.extend({
    state: z.enum(['open', 'closed', 'all']).default('open').catch('open'),
    sort: z.enum(['newest', 'oldest', 'recentupdate', 'leastupdate', 'recentclose', 'mostcomment', 'leastcomment']).default('newest'),
    base_branch: RefText.default(''),
    labels: LabelIds,
    poster: z.string().max(100).default(''),
  }),
  answer: z.array(PullRequest),
});

/** `head` is a branch of the repository, or `owner:branch`. */
export const repoCreatePullRequest = defineOperation({
  id: 'repoCreatePullRequest',
  tag: 'repository',
  summary: 'Opens a pull request',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls',
  body: AssigneeMembers.extend({
    head: RefText.min(1),
    base: RefText.min(1),
    title: z.string().trim().min(1).max(255),
    body: TextBody.default(''),
    labels: LabelIds,
    due_date: DueDate.optional(),
    allow_maintainer_edit: z.boolean().optional(),
    /** Who is asked to review it from the beginning. */
    reviewers: z.array(z.string().min(1).max(100)).max(50).default([]),
  }),
  status: 201,
  answer: PullRequest,
  errors: [409],
});

export const repoGetPullRequest = defineOperation({
  id: 'repoGetPullRequest',
  tag: 'repository',
  summary: 'One pull request',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}',
  params: IssueParams,
  answer: PullRequest,
});

/** The newest of the two branches; `head` may be `owner:branch`. */
export const repoGetPullRequestByBaseHead = defineOperation({
  id: 'repoGetPullRequestByBaseHead',
  tag: 'repository',
  summary: 'A pull request by its branches',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{base}/{head}',
  catchAll: 'head',
  params: z.object({ base: RefText, '*': RefText }),
  answer: PullRequest,
});

/** What its author and those who may write change; a merged one stays closed. */
export const repoEditPullRequest = defineOperation({
  id: 'repoEditPullRequest',
  tag: 'repository',
  summary: 'Changes a pull request, closes it or opens it again',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/pulls/{index}',
  params: IssueParams,
  body: AssigneeMembers.extend({
    /** Empty: as it is; Go's clients send every member. */
    title: z.string().trim().max(255).optional(),
    body: TextBody.optional(),
    base: RefText.default(''),
    state: z.enum(['open', 'closed']).optional(),
    labels: z.array(z.number().int()).max(50).optional(),
    due_date: DueDate.optional(),
    unset_due_date: z.boolean().default(false),
    allow_maintainer_edit: z.boolean().optional(),
  }),
  status: 201,
  answer: PullRequest,
  errors: [409, 412],
});

export const repoDownloadPullDiffOrPatch = defineOperation({
  id: 'repoDownloadPullDiffOrPatch',
  tag: 'repository',
  summary: 'What a pull request changes, as text: `.diff`, or `.patch` for `git am`',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}.{diffType}',
  params: IssueParams.extend({ diffType: z.enum(['diff', 'patch']) }),
  query: z.object({ binary: z.enum(['true', 'false']).default('false').catch('false') }),
  answer: Bytes,
});

export const repoPullRequestIsMerged = defineOperation({
  id: 'repoPullRequestIsMerged',
  tag: 'repository',
  summary: 'Whether a pull request is merged; not found where it is not',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}/merge',
  params: IssueParams,
});

/** Gitea's names of the ways to merge. */
export const MergeStyle = z.enum(['merge', 'rebase', 'rebase-merge', 'squash', 'fast-forward-only', 'manually-merged']);
export type MergeStyle = z.infer<typeof MergeStyle>;

const Title = z.string().max(1_000).default('');
const CommitText = z.string().max(64).default('');

/** Both spellings of the members are read, as in Gitea. */
export const repoMergePullRequest = defineOperation({
  id: 'repoMergePullRequest',
  tag: 'repository',
  summary: 'Merges a pull request',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/merge',
  params: IssueParams,
  body: z.object({
    do: MergeStyle.optional(),
    Do: MergeStyle.optional(),
    merge_title_field: Title,
    MergeTitleField: Title,
    merge_message_field: TextBody.default(''),
    MergeMessageField: TextBody.default(''),
    merge_commit_id: CommitText,
    MergeCommitID: CommitText,
    /** The head as the asker has seen it. */
    head_commit_id: CommitText,
    delete_branch_after_merge: z.boolean().optional(),
    /** Merges it once all statuses of its head say success; answered 201. */
    merge_when_checks_succeed: z.boolean().default(false),
    /** Passes over conditions of the base's rule that are not met, for who may. */
    force_merge: z.boolean().default(false),
  }),
  status: 200,
  alsoStatus: [201],
  errors: [405, 409],
});

/** For who scheduled it, and for who administers the repository. */
export const repoCancelScheduledAutoMerge = defineOperation({
  id: 'repoCancelScheduledAutoMerge',
  tag: 'repository',
  summary: 'Takes back that a pull request is to be merged once its checks succeed',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/pulls/{index}/merge',
  params: IssueParams,
});

export const repoUpdatePullRequest = defineOperation({
  id: 'repoUpdatePullRequest',
  tag: 'repository',
  summary: 'Brings what the base has into the head of a pull request',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/update',
  params: IssueParams,
  query: z.object({ style: z.enum(['merge', 'rebase']).default('merge') }),
  status: 200,
  errors: [409],
});

export const repoGetPullRequestCommits = defineOperation({
  id: 'repoGetPullRequestCommits',
  tag: 'repository',
  summary: 'The commits of a pull request, the newest first',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}/commits',
  params: IssueParams,
  query: PagingQuery.extend({ files: z.enum(['true', 'false']).default('true').catch('true') }),
  answer: z.array(Commit),
});

export const repoGetPullRequestFiles = defineOperation({
  id: 'repoGetPullRequestFiles',
  tag: 'repository',
  summary: 'The files that a pull request changes',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}/files',
  params: IssueParams,
  query: PagingQuery,
  answer: z.array(ChangedFile),
});
