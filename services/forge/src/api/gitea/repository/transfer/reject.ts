import { rejectRepoTransfer } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../../forge-operation.ts';
import { presentCounted } from '../present-counted.ts';
import { pendingOf } from './pending-of-request.ts';

/** By whom it is offered to, or who owns it. */
export const rejectTransfer = implement(rejectRepoTransfer, {
  grant: 'forge:repository:admin',
  async handle({ caller, raw, cause }, context) {
    const { repository, transfer, owner } = await pendingOf(context, caller, raw.params as { owner: string; repo: string });
    const { reader, transfers } = context.repositories;
    const isOwner = caller.role === 'administrator' || (await reader.judge(repository, caller)).isOwner;
    if (owner === null && !isOwner)
      throw new MosaicError('forbidden', `${repository.fullName} is offered to ${transfer.recipient.login}, not to you.`);
    const level = (await reader.byId(caller, repository.id))?.level ?? 'none';
    await transfers.writer.withdraw(repository, cause);
    return presentCounted(context, { caller, repository, level });
  },
});
