import { repoEditPullRequest } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import { mayEdit } from '../../../../issues/issue-policy.ts';
import type { PullIssue } from '../../../../pulls/pull-events.ts';
import { mayOpenHead } from '../../../../pulls/pull-policy.ts';
import { reaches } from '../../../../repositories/repository-policy.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { assigneesOf } from '../../issue/assignees.ts';
import { requireChange } from './branches-of-request.ts';
import { changePull, presentOnePull, requireHead, requirePull } from './pull-of-request.ts';

export const editPull = implementInRepository(repoEditPullRequest, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle({ repository, level, rights, params, body, caller, cause }, context) {
    const issue = await requirePull(context, repository, params.index);
    if (!mayEdit(caller, level, issue.author))
      throw new MosaicError('forbidden', 'Only its author and those who may write here can change it.');
    if (body.labels !== undefined && !reaches(level, 'write'))
      throw new MosaicError('forbidden', 'Only those who may write here can change its labels.');
    if (body.allow_maintainer_edit === true && !issue.pull.allowMaintainerEdit) await requireOpenable(context, caller, issue);
    const base = body.base === '' ? issue.pull.base : body.base;
    if (base !== issue.pull.base) await requireChange(context, repository, { base, head: await requireHead(context, issue) });
    const change = {
      title: body.title || undefined,
      body: body.body,
      state: body.state,
      base,
      labels: body.labels,
      dueAt: body.unset_due_date ? null : body.due_date,
      assignees: await assigneesOf(context, { repository, level }, body),
      allowMaintainerEdit: body.allow_maintainer_edit,
    };
    await changePull(context, { repository, caller, cause }, { issue, change });
    return presentOnePull(context, { caller, repository, level: rights.code }, params.index);
  },
});

/** @throws MosaicError `forbidden` for who could not write to the head themselves. */
async function requireOpenable(context: ForgeContext, caller: Caller, issue: PullIssue): Promise<void> {
  const head = await requireHead(context, issue);
  const seen = await context.repositories.reader.byId(caller, head.repository.id);
  if (!mayOpenHead(seen?.level ?? 'none'))
    throw new MosaicError('forbidden', 'Only those who may write to the branch that it comes from let its maintainers edit it.');
}
