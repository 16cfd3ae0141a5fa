import { getUserRepos } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentPipelineRow } from '../../../present/pipeline.ts';
import { presentRepository } from '../../../present/repository.ts';

export const listUserRepositories = implement(getUserRepos, {
  access: { grant: 'ci:pipeline:read' },
  handle: async ({ query, caller }, { repositories }) => {
    const found = await repositories.listOf(caller, query);
    return found.map(({ repository, newest }) => ({
      ...presentRepository(repository),
      ...(newest === undefined ? {} : { last_pipeline: presentPipelineRow(newest) }),
    }));
  },
});
