import { acceptRepoTransfer } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../../forge-operation.ts';
import { presentCounted } from '../present-counted.ts';
import { pendingOf } from './pending-of-request.ts';

export const acceptTransfer = implement(acceptRepoTransfer, {
  grant: 'forge:repository:admin',
  async handle({ caller, raw, cause }, context) {
    const { repository, transfer, owner } = await pendingOf(context, caller, raw.params as { owner: string; repo: string });
    if (owner === null) throw new MosaicError('forbidden', `${repository.fullName} is offered to ${transfer.recipient.login}, not to you.`);
    const moved = await context.repositories.transfers.writer.give(repository, { owner, teamIds: transfer.teamIds, accepts: true }, cause);
    const access = await context.repositories.reader.byId(caller, moved.id);
    return presentCounted(context, { caller, repository: moved, level: access?.level ?? 'none' });
  },
});
