import { repoCreateBranchProtection } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentBranchRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { changeOf, STRICT } from './rule-of-request.ts';

export const createBranchProtection = implementInRepository(repoCreateBranchProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, body, cause }, context) {
    const name = body.rule_name || body.branch_name;
    if (name === '') throw new MosaicError('invalid_input', 'rule_name is missing: which branches is the rule about?');
    const settings = (await changeOf(context, repository, body))(STRICT);
    const rule = { name, priority: body.priority ?? 0, settings };
    return presentBranchRule(await context.protection.writer.addBranchRule(repository, rule, cause));
  },
});
