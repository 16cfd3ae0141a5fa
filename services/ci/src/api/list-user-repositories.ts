import { getUserRepos } from '@mosaic/contracts/woodpecker';

import { isTrustedService } from '../repositories/repository-policy.ts';
import { listByForgeIds, listRepositories } from '../repositories/repository-reader.ts';
import { implement } from './ci-operation.ts';
import { slice } from './paging.ts';
import { presentRepository } from './present/repository.ts';

export const listUserRepositories = implement(getUserRepos, {
  access: { grant: 'ci:pipeline:read' },
  handle: async ({ query, caller }, { store, forge }) => {
    const isVisible = ({ forge_id: id }: { forge_id: number }) => caller.repositories?.includes(id) ?? true;
    if (isTrustedService(caller))
      return (await store.read((db) => listRepositories(db, slice(query)))).filter(isVisible).map(presentRepository);
    const found = await forge.repositoriesOf(caller.login);
    const rows = await store.read((db) =>
      listByForgeIds(
        db,
        found.map(({ id }) => id),
      ),
    );
    const { offset, limit } = slice(query);
    return rows
      .filter(isVisible)
      .slice(offset, offset + limit)
      .map(presentRepository);
  },
});
