import { issueGetIssue } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import { requireReadable } from './issue-of-request.ts';
import { presentIssue } from '../../../present/issue.ts';

export const getIssue = implementInRepository(issueGetIssue, {
  grant: 'forge:issue:read',
  level: 'read',
  handle: async ({ repository, rights, params }, context) =>
    presentIssue(context.links, repository, (await requireReadable(context, { repository, rights }, params.index)).issue),
});
