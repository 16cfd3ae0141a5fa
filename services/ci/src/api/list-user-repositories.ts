import { getUserRepos } from '@mosaic/contracts/woodpecker';

import { newestOfEach } from '../pipelines/pipeline-reader.ts';
import { isTrustedService } from '../repositories/repository-policy.ts';
import { listByForgeIds } from '../repositories/repository-reader.ts';
import { implement } from './ci-operation.ts';
import { presentPipelineRow } from './present/pipeline.ts';
import { presentRepository } from './present/repository.ts';

export const listUserRepositories = implement(getUserRepos, {
  access: { grant: 'ci:pipeline:read' },
  handle: async ({ query, caller }, { store, forge }) => {
    // A service works on none of its own; all of them are at /api/repos.
    const found = isTrustedService(caller) ? [] : await forge.repositoriesOf(caller.login);
    const ids = found.map(({ id }) => id).filter((id) => caller.repositories?.includes(id) ?? true);
    return store.read(async (db) => {
      const rows = (await listByForgeIds(db, ids)).filter(
        ({ active, name }) => (query.all || active === 1) && (query.name === undefined || name === query.name),
      );
      const newest = await newestOfEach(
        db,
        rows.map(({ id }) => id),
      );
      const newestOf = new Map(newest.map((pipeline) => [pipeline.repository_id, pipeline]));
      return rows.map((row) => {
        const last = newestOf.get(row.id);
        return { ...presentRepository(row), ...(last === undefined ? {} : { last_pipeline: presentPipelineRow(last) }) };
      });
    });
  },
});
