import { repoCancelScheduledAutoMerge } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { mayCancel } from '../../../../auto-merge/schedule-policy.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { requirePull } from './pull-of-request.ts';

export const cancelMerge = implementInRepository(repoCancelScheduledAutoMerge, {
  grant: 'forge:repository:write',
  level: 'read',
  part: 'pulls',
  async handle({ caller, repository, level, params, cause }, context) {
    const issue = await requirePull(context, repository, params.index);
    const scheduled = await context.scheduledMerges.reader.of(issue.id);
    if (scheduled === null) throw new MosaicError('not_found', 'No merge of this pull request is scheduled.');
    if (!mayCancel(caller, level, scheduled.by))
      throw new MosaicError('forbidden', 'Only who scheduled the merge and who administers the repository take it back.');
    await context.scheduledMerges.writer.cancel(repository, issue, 'asked', cause);
  },
});
