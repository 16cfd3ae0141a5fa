import { repoGetBranch } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentBranch } from '../../../../present/commit.ts';
import { branchView } from './view-of-request.ts';

export const getBranch = implementInRepository(repoGetBranch, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle(request, context) {
    const { repository, params } = request;
    const { contents, links } = context;
    const name = params['*'];
    const ref = await contents.reader.ref(repository, `refs/heads/${name}`);
    if (ref === null) throw new MosaicError('not_found', `There is no branch "${name}".`);
    return presentBranch(links, await branchView(context, request), name, await contents.reader.commit(repository, ref.commitId));
  },
});
