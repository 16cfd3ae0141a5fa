import { repoEditBranchProtection } from '@mosaic/contracts/gitea';

import { presentBranchRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { changeOf } from './rule-of-request.ts';

export const editBranchProtection = implementInRepository(repoEditBranchProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, params, body, cause }, context) {
    const change = await changeOf(context, repository, body);
    return presentBranchRule(
      await context.protection.writer.editBranchRule(
        repository,
        params.name,
        (rule) => ({ priority: body.priority ?? rule.priority, settings: change(rule) }),
        cause,
      ),
    );
  },
});
