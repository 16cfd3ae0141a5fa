import { z } from 'zod';

import { defineTool } from './define-tool.ts';
import { Cursor, Next, Repository, RequestId, Sha } from './members.ts';

const PullNumber = z.number().int().min(1).max(2_147_483_647).describe('As the forge counts issues and pull requests.');
const Branch = z.string().min(1).max(250);
const Words = z.string().max(20_000);

export const PullRequest = z.object({
  repository: z.string(),
  number: z.number().int(),
  title: z.string(),
  author: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
  draft: z.boolean(),
  base: z.string().describe('The branch that it is to be merged into.'),
  head: z.string(),
  headSha: z.string().describe('The newest commit of the head.'),
  mergeCommit: z.string().nullable().describe('What the base has of it once it is merged.'),
  url: z.string(),
  createdAt: z.string().describe('RFC 3339'),
  updatedAt: z.string(),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** The state of the head's newest checks together; `none` where nothing has said anything of it. */
export const Checks = z.object({
  state: z.enum(['none', 'pending', 'success', 'failure']),
  each: z.array(z.object({ context: z.string(), state: z.string(), description: z.string(), url: z.string() })),
});
export type Checks = z.infer<typeof Checks>;

export const forgePullRequestList = defineTool({
  name: 'forge_pull_request_list',
  title: 'List pull requests',
  description: 'Pull requests of a repository, newest first.',
  grant: 'mcp:repository:read',
  annotations: { readOnlyHint: true },
  input: z.object({
    repository: Repository,
    state: z.enum(['open', 'closed', 'all']).default('open').describe('A merged one is closed.'),
    base: z.string().max(250).default('').describe('Only those into this branch.'),
    author: z.string().max(100).default('').describe('Only those of this login.'),
    cursor: Cursor,
    limit: z.number().int().min(1).max(50).default(20),
  }),
  output: z.object({ pullRequests: z.array(PullRequest), next: Next }),
  example: { repository: 'ada/shop', state: 'open', limit: 10 },
});

export const forgePullRequestGet = defineTool({
  name: 'forge_pull_request_get',
  title: 'Get a pull request',
  description: 'One pull request with its text, the state of its checks, and whether you can merge it or why not.',
  grant: 'mcp:repository:read',
  annotations: { readOnlyHint: true },
  input: z.object({ repository: Repository, number: PullNumber }),
  output: z.object({
    pullRequest: PullRequest.extend({
      body: z.string().describe('Its first 20,000 characters.'),
      labels: z.array(z.string()),
      comments: z.number().int(),
      changedFiles: z.number().int().nullable(),
      checks: Checks,
      canMerge: z.boolean(),
      obstacles: z.array(z.string()).describe('Why you cannot merge it now; empty where you can.'),
      conflicts: z.array(z.string()).describe('Files that stand in the way.'),
    }),
  }),
  example: { repository: 'ada/shop', number: 3 },
});

export const forgePullRequestOpen = defineTool({
  name: 'forge_pull_request_open',
  title: 'Open a pull request',
  description:
    'Asks for one branch to be merged into another, in your name. Push the branch first. An open one of the same branches is refused.',
  grant: 'mcp:repository:write',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    repository: Repository,
    head: Branch.describe('The branch with the changes.'),
    base: z.string().max(250).default('').describe('Where they are to go; the default branch where left out.'),
    title: z.string().trim().min(1).max(255).describe('"WIP: …" makes a draft.'),
    body: Words.default(''),
  }),
  output: z.object({ pullRequest: PullRequest }),
  example: { requestId: '8d7c-1', repository: 'ada/shop', head: 'faster-checkout', title: 'Make the checkout faster' },
});

export const forgePullRequestComment = defineTool({
  name: 'forge_pull_request_comment',
  title: 'Comment on a pull request',
  description: 'Adds a comment in your name; Markdown.',
  grant: 'mcp:repository:write',
  annotations: { readOnlyHint: false },
  input: z.object({ requestId: RequestId, repository: Repository, number: PullNumber, body: Words.min(1) }),
  output: z.object({ comment: z.object({ id: z.number().int(), url: z.string() }) }),
  example: { requestId: '8d7c-1', repository: 'ada/shop', number: 3, body: 'The tests are green; one word in the README is wrong.' },
});

export const forgePullRequestMerge = defineTool({
  name: 'forge_pull_request_merge',
  title: 'Merge a pull request',
  description:
    'Merges in your name; it needs write access. Refused while forge_pull_request_get names obstacles, or when the head has moved on.',
  grant: 'mcp:repository:write',
  annotations: { readOnlyHint: false, destructiveHint: true },
  input: z.object({
    requestId: RequestId,
    repository: Repository,
    number: PullNumber,
    headSha: Sha.describe('The head that you have looked at: `headSha` of forge_pull_request_get.'),
    style: z.enum(['merge', 'rebase', 'rebase-merge', 'squash', 'fast-forward-only']).default('merge'),
    title: z.string().max(1_000).default('').describe('Of the commit; the forge’s own words where left out.'),
    message: Words.default(''),
    deleteBranch: z.boolean().default(false),
  }),
  output: z.object({ pullRequest: PullRequest }),
  example: { requestId: '8d7c-1', repository: 'ada/shop', number: 3, headSha: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12', style: 'squash' },
});
