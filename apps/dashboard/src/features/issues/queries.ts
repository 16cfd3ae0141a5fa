import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { issueGetComments, issueGetIssue, issueListIssues } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { orMissing } from '../../api/failure.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { issueKeys, type IssueSearch } from './keys.ts';

export const issuesQuery = (owner: string, repo: string, search: IssueSearch) =>
  queryOptions({
    queryKey: issueKeys.list(`${owner}/${repo}`, search),
    queryFn: () => forge.callPage(issueListIssues, { owner, repo, query: { type: 'issues', ...search, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

export const issueQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: issueKeys.facts(`${owner}/${repo}`, number),
    queryFn: async () => orMissing(await forge.callOrNull(issueGetIssue, { owner, repo, index: number }), `Issue #${number}`),
  });

export const commentsQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: issueKeys.comments(`${owner}/${repo}`, number),
    queryFn: () => forge.call(issueGetComments, { owner, repo, index: number }),
  });
