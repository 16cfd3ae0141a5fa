import { repoUpdatePullRequest } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../context.ts';
import type { PullIssue } from '../../../../pulls/pull-events.ts';
import { mayOpenHead, mayUpdateHead } from '../../../../pulls/pull-policy.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { contributor, requireHead, requirePull } from './pull-of-request.ts';
import { rightsOfPerson } from './review/reviewers.ts';

export const updatePull = implementInRepository(repoUpdatePullRequest, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { caller, repository, rights, params, query } = request;
    const issue = await requirePull(context, repository, params.index);
    const head = await requireHead(context, issue);
    const seen = await context.repositories.reader.byId(caller, head.repository.id);
    const isOpened = issue.pull.allowMaintainerEdit && (await mayItsAuthorWrite(context, issue, head.repository));
    if (!mayUpdateHead({ head: seen?.level ?? 'none', base: rights.code }, { allowMaintainerEdit: isOpened }))
      throw new MosaicError('forbidden', 'This needs write access to the branch that it comes from.');
    if (head.repository.archived) throw new MosaicError('forbidden', 'The repository that it comes from is archived.');
    if (query.style === 'rebase' && !repository.merging.rebaseUpdate)
      throw new MosaicError('forbidden', `${repository.fullName} lets no head be rebased; bring it up to date by a merge.`);
    const sides = { base: { repository, branch: issue.pull.base }, head };
    await context.pulls.updater.update(issue, sides, query.style, contributor(context, request));
  },
});

/** Who has lost a repository lets nobody into it any more. */
async function mayItsAuthorWrite(context: ForgeContext, { author }: PullIssue, repository: Repository): Promise<boolean> {
  const person = await context.people.find(author.login);
  if (person === null || person.uid !== author.uid || person.disabled) return false;
  return mayOpenHead((await rightsOfPerson(context, person, repository)).code);
}
