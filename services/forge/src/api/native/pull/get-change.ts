import { getPullChange as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../forge-operation.ts';
import { pullOfAddress } from './pull-of-address.ts';

/** Native: what a pull request does to one file, byte for byte. */
export const getPullChange = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params, query, reply }, context) {
    const { repository, issue } = await pullOfAddress(context, caller, params);
    const text = await context.pulls.changes.file(repository, issue.pull, {
      path: params['*'],
      formerPath: query.former || undefined,
      contextLines: query.context,
      ignoreSpace: query.space === 'ignore',
    });
    return reply.type('text/plain; charset=utf-8').send(text);
  },
});
