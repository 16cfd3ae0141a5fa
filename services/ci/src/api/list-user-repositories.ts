import { operation } from '@mosaic/platform/http';

import { isTrustedService } from '../repositories/repository-policy.ts';
import { listByForgeIds, listRepositories } from '../repositories/repository-reader.ts';
import type { CiContext } from './context.ts';
import { presentRepository } from './present/repository.ts';
import { Paging, slice } from './schemas.ts';

/** `GET /api/user/repos`: repositories that CI knows and the caller works on. */
export const listUserRepositories = operation<CiContext>()({
  method: 'GET',
  path: '/user/repos',
  access: { grant: 'ci:pipeline:read' },
  query: Paging,
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
