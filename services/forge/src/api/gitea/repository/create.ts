import { createCurrentUserRepo } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { DEFAULT_LABELS } from '../../../issues/default-labels.ts';
import { implement } from '../../forge-operation.ts';
import { initialFiles } from '../../../contents/initial-files.ts';
import { mayCreateUnder } from '../../../owners/owner-policy.ts';
import { presentRepository } from '../../../present/repository.ts';

/** Creates a repository under the caller's own name. */
export const createRepository = implement(createCurrentUserRepo, {
  grant: 'forge:repository:write',
  async handle({ body, caller, cause }, { repositories, contents, issues, links }) {
    if (!mayCreateUnder(caller, caller.login))
      throw new MosaicError('forbidden', 'This token is limited to listed repositories; it makes no new one.');
    const wanted = { ...body, defaultBranch: body.default_branch === '' ? 'main' : body.default_branch };
    const repository = await repositories.creator.create(caller, wanted, cause);
    if (body.issue_labels !== '') await issues.writer.addLabels(repository, DEFAULT_LABELS);
    if (!body.auto_init) return presentRepository(links, repository, 'admin');
    const change = { branch: repository.defaultBranch, files: initialFiles(repository), message: 'Initial commit' };
    await contents.writer.commit(repository, change, { caller, email: links.noreply(caller.login), cause });
    return presentRepository(links, { ...repository, empty: false }, 'admin');
  },
});
