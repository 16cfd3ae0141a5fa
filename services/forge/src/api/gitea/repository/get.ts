import { repoGet } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import { presentRepository } from '../../../present/repository.ts';

export const getRepository = implementInRepository(repoGet, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, level }, { links, issues, contents }) {
    const [openIssues, branches] = await Promise.all([issues.reader.countOpen(repository.id), contents.reader.countBranches(repository)]);
    const empty = branches === 0 && (await contents.reader.isEmpty(repository));
    return presentRepository(links, { ...repository, empty }, level, { openIssues, branches });
  },
});
