import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Issue, IssueState } from '../schemas.ts';
import { DueDate, Since } from './moments.ts';
import { PagingQuery } from './paging.ts';

/** Longest text of an issue or a comment. */
export const TextBody = z.string().max(262_144);

/** An issue by its number within the repository. */
export const IssueParams = z.object({ index: z.coerce.number<number>().int().min(1) });

/** Gitea's two members for one thing: the older one names a single person. */
export const AssigneeMembers = z.object({
  assignee: z.string().max(100).default(''),
  assignees: z.array(z.string().min(1).max(100)).max(10).optional(),
});
export type AssigneeMembers = z.output<typeof AssigneeMembers>;

/** Gitea's names of orders. */
export const IssueOrder = z.enum(['newest', 'oldest', 'recentupdate', 'leastupdate', 'mostcomment', 'leastcomment']);
export type IssueOrder = z.infer<typeof IssueOrder>;

/** What issues are narrowed to, in one repository and in all. */
const IssueFilters = PagingQuery.extend({
  state: z.enum(['open', 'closed', 'all']).default('open').catch('open'),
  type: z.string().default(''),
  /** Names, comma-separated. */
  labels: z.string().max(1_000).default(''),
  /** Part of the title or text. */
  q: z.string().max(200).default(''),
  since: Since,
  before: Since,
});

/**
 * Newest first, or as `sort` says (ours). `labels` are names, comma-separated; an issue must bear all. `since` and `before` mean the
 * last change; `type` (`issues`, `pulls`) leaves the other kind out.
 */
export const issueListIssues = defineOperation({
  id: 'issueListIssues',
  tag: 'issue',
  summary: 'The issues of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/issues',
  query: IssueFilters.extend({
    created_by: z.string().max(100).optional(),
    assigned_by: z.string().max(100).optional(),
    sort: IssueOrder.default('newest'),
  }),
  answer: z.array(Issue),
});

const Flag = z.stringbool({ truthy: ['true', '1', 't'], falsy: ['false', '0', 'f'] }).default(false);

/**
 * Issues and pull requests of all repositories that the caller may see, newest first. All filters hold together; of `labels` any is enough,
 * and names that no label bears are passed over. What is said of oneself needs a credential and says nothing without one.
 */
export const issueSearchIssues = defineOperation({
  id: 'issueSearchIssues',
  tag: 'issue',
  summary: 'Issues and pull requests of all repositories that one may see',
  method: 'GET',
  path: '/repos/issues/search',
  query: IssueFilters.extend({
    assigned: Flag,
    created: Flag,
    review_requested: Flag,
    reviewed: Flag,
    /** A login; several, comma-separated, are ours. */
    created_by: z.string().max(1_000).default(''),
    /** Whose repositories: a login, or the name of an organization. */
    owner: z.string().max(100).default(''),
    /** A team of the organization that `owner` names. */
    team: z.string().max(100).default(''),
  }),
  answer: z.array(Issue),
});

/** Labels are ids (as in Gitea) or names; a new name is made. */
export const issueCreateIssue = defineOperation({
  id: 'issueCreateIssue',
  tag: 'issue',
  summary: 'Opens an issue',
  method: 'POST',
  path: '/repos/{owner}/{repo}/issues',
  body: AssigneeMembers.extend({
    title: z.string().trim().min(1).max(255),
    body: TextBody.default(''),
    labels: z
      .array(z.union([z.number().int(), z.string().min(1).max(50)]))
      .max(50)
      .nullish()
      .transform((labels) => labels ?? []),
    closed: z.boolean().default(false),
    due_date: DueDate.optional(),
  }),
  status: 201,
  answer: Issue,
});

export const issueGetIssue = defineOperation({
  id: 'issueGetIssue',
  tag: 'issue',
  summary: 'One issue of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/issues/{index}',
  params: IssueParams,
  answer: Issue,
});

/** Its author and those who may write may. */
export const issueEditIssue = defineOperation({
  id: 'issueEditIssue',
  tag: 'issue',
  summary: 'Changes an issue, closes it or opens it again',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/issues/{index}',
  params: IssueParams,
  body: AssigneeMembers.extend({
    /** Empty: as it is; Go's clients send every member. */
    title: z.string().trim().max(255).optional(),
    body: TextBody.optional(),
    state: IssueState.optional(),
    due_date: DueDate.optional(),
    unset_due_date: z.boolean().default(false),
  }),
  status: 201,
  answer: Issue,
});
