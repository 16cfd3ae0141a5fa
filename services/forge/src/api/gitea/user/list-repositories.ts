import { userListRepos } from '@mosaic/contracts/gitea';
import { Login } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';
import { presentRepository } from '../../../present/repository.ts';

/** Somebody's repositories, as far as the caller may see them. */
export const listUserRepositories = implement(userListRepos, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params, query, raw, reply }, { repositories, links }) {
    if (!Login.safeParse(params.username).success)
      throw new MosaicError('not_found', `There is no user "${params.username.slice(0, 100)}".`);
    const page = { offset: offsetOf(query), limit: query.limit };
    const { items, total } = await repositories.reader.list({ caller, owner: params.username, ...page });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map(({ repository, level }) => presentRepository(links, repository, level));
  },
});
