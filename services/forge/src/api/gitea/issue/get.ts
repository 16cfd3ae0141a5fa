import { issueGetIssue } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import { requireIssue } from './issue-of-request.ts';
import { presentIssue } from '../../../present/issue.ts';

export const getIssue = implementInRepository(issueGetIssue, {
  grant: 'forge:issue:read',
  level: 'read',
  handle: async ({ repository, params }, context) =>
    presentIssue(context.links, repository, await requireIssue(context, repository, params.index)),
});
