import { repoMergeUpstream } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { contributor } from '../pull/pull-of-request.ts';

/** From the parent's branch of the same name, or from its default one where it has none. */
export const mergeUpstream = implementInRepository(repoMergeUpstream, {
  grant: 'forge:repository:write',
  level: 'write',
  async handle(request, context) {
    const { caller, repository, body } = request;
    if (repository.forkOf === null) throw new MosaicError('invalid_input', `${repository.fullName} is not a fork.`);
    const parent = await context.repositories.reader.byId(caller, repository.forkOf);
    if (parent === null || parent.level === 'none')
      throw new MosaicError('not_found', `What ${repository.fullName} was forked from is hidden from you.`);
    const { reader } = context.contents;
    if (!(await reader.tips(repository, [body.branch])).has(body.branch))
      throw new MosaicError('not_found', `${repository.fullName} has no branch "${body.branch.slice(0, 200)}".`);
    const branches = await reader.tips(parent.repository, [body.branch, parent.repository.defaultBranch]);
    if (branches.size === 0) throw new MosaicError('not_found', `${parent.repository.fullName} has no branch to bring.`);
    const branch = branches.has(body.branch) ? body.branch : parent.repository.defaultBranch;
    const from = { repository: parent.repository, branch };
    const into = { repository, branch: body.branch };
    const how = await context.pulls.updater.mergeUpstream(from, into, body.ff_only, contributor(context, request));
    return { merge_type: how };
  },
});
