import { repoCreatePullRequest } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { mayOffer, mayOpenHead } from '../../../../pulls/pull-policy.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { assigneesOf } from '../../issue/assignees.ts';
import { namedHead, requireChange } from './branches-of-request.ts';
import { presentOnePull, requirePull, requirePulls } from './pull-of-request.ts';
import { reviewersOf } from './review/reviewers.ts';

/** Whoever may read may ask for a branch that is there to be merged, also for one of a fork; of a hidden one, who may write there. */
export const createPull = implementInRepository(repoCreatePullRequest, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle({ repository, level, rights, body, caller, cause }, context) {
    requirePulls(repository);
    const from = await namedHead(context, { caller, repository, level: rights.code }, body.head);
    if (!mayOffer(from.level, from.repository))
      throw new MosaicError('forbidden', `This needs write access to ${from.repository.fullName}: it is shown to all who may read here.`);
    const id = await requireChange(context, repository, { base: body.base, head: { repository: from.repository, branch: from.ref } });
    const assignees = await assigneesOf(context, { repository, level }, body);
    const { title, body: text, base, labels, due_date: dueAt } = body;
    const allowMaintainerEdit = mayOpenHead(from.level) && (body.allow_maintainer_edit ?? repository.merging.allowMaintainerEdit);
    const head = { repositoryId: from.repository.id, repository: from.repository.fullName, branch: from.ref, id };
    const pull = { title, body: text, base, head, labels, dueAt, assignees, author: caller, allowMaintainerEdit };
    const reviewers = await reviewersOf(context, { repository, author: caller }, body.reviewers);
    const opened = await context.pulls.writer.open(repository, pull, cause);
    await context.pulls.checker.check(opened.id);
    const issue = await requirePull(context, repository, opened.number);
    if (reviewers.length > 0) await context.reviews.requests.ask({ repository, issue }, reviewers, cause);
    return presentOnePull(context, { caller, repository, level: rights.code }, opened.number);
  },
});
