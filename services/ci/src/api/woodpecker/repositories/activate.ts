import { postRepos } from '@mosaic/contracts/woodpecker';

import { implement } from '../../ci-operation.ts';
import { presentRepository } from '../../../present/repository.ts';

export const activateRepository = implement(postRepos, {
  access: { grant: 'ci:repository:admin' },
  handle: async ({ query, caller, cause }, { activation, access }) => {
    const found = await activation.find(query.forge_remote_id);
    await access.requireActivation(caller, { forge_id: found.id, owner: found.owner.login, name: found.name });
    return presentRepository(await activation.activate(found, cause));
  },
});
