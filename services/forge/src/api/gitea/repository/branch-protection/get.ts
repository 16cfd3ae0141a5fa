import { repoGetBranchProtection } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentBranchRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';

export const getBranchProtection = implementInRepository(repoGetBranchProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, params }, { protection }) {
    const rule = (await protection.reader.rules(repository.id)).branches.find(({ name }) => name === params.name);
    if (rule === undefined) throw new MosaicError('not_found', `There is no rule "${params.name}".`);
    return presentBranchRule(rule);
  },
});
