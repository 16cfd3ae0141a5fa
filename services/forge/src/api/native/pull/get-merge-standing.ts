import { getMergeStanding as contract } from '@mosaic/contracts/mosaic';

import { mayCancel } from '../../../auto-merge/schedule-policy.ts';
import { levelIn, reaches } from '../../../repositories/repository-policy.ts';
import { implement } from '../../forge-operation.ts';
import { pullOfAddress } from './pull-of-address.ts';

/** Native: why a merge would be refused, before anybody asks for it. */
export const getMergeStanding = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params }, context) {
    const { repository, issue, rights } = await pullOfAddress(context, caller, params);
    const level = levelIn(rights, 'merges');
    const mayWrite = caller.kind !== 'anonymous' && reaches(level, 'write') && !repository.archived;
    const { mayMerge, mayForce, unmet } = await context.pulls.gate.standing(repository, issue, { caller, isAdmin: level === 'admin' });
    const scheduled = await context.scheduledMerges.reader.of(issue.id);
    return {
      mayMerge: mayWrite && mayMerge,
      mayForce: mayWrite && mayMerge && mayForce,
      unmet,
      scheduled:
        scheduled === null
          ? null
          : { by: scheduled.by.login, style: scheduled.style, mayCancel: mayCancel(caller, levelIn(rights, 'pulls'), scheduled.by) },
    };
  },
});
