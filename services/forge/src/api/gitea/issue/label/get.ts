import { issueGetLabel } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentLabel } from '../../../../present/issue.ts';

export const getLabel = implementInRepository(issueGetLabel, {
  grant: 'forge:issue:read',
  level: 'read',
  async handle({ repository, params }, { issues, links }) {
    const label = (await issues.reader.labels(repository.id)).find(({ id }) => id === params.id);
    if (label === undefined) throw new MosaicError('not_found', `${repository.fullName} has no label ${params.id}.`);
    return presentLabel(links, repository, label);
  },
});
