import { listPullChanges as contract } from '@mosaic/contracts/mosaic';

import { presentPullChanges } from '../../../present/pull-changes.ts';
import { implement } from '../../forge-operation.ts';
import { pullOfAddress } from './pull-of-address.ts';

/** Native: what becomes of each file of a pull request, for a page that shows them one by one. */
export const listPullChanges = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params }, context) {
    const { repository, issue } = await pullOfAddress(context, caller, params);
    return presentPullChanges(await context.pulls.changes.files(repository, issue.pull), issue.pull);
  },
});
