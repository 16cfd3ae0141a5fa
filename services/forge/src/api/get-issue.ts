import { repositoryOperation } from './forge-operation.ts';
import { IssueParams, requireIssue } from './issue-params.ts';
import { presentIssue } from './present/issue.ts';

export const getIssue = repositoryOperation({
  method: 'GET',
  path: '/issues/:index',
  grant: 'forge:issue:read',
  level: 'read',
  params: IssueParams,
  handle: async ({ repository, params }, context) =>
    presentIssue(context.links, repository, await requireIssue(context, repository, params.index)),
});
