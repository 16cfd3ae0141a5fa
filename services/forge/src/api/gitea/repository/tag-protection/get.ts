import { repoGetTagProtection } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentTagRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';

export const getTagProtection = implementInRepository(repoGetTagProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, params }, { protection }) {
    const rule = (await protection.reader.rules(repository.id)).tags.find(({ id }) => id === params.id);
    if (rule === undefined) throw new MosaicError('not_found', `There is no rule ${params.id} for tags.`);
    return presentTagRule(rule);
  },
});
