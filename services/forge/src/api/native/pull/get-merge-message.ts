import { getMergeMessage as contract } from '@mosaic/contracts/mosaic';

import { mergeMessage } from '../../../pulls/merge-message.ts';
import { implement } from '../../forge-operation.ts';
import { pullOfAddress } from './pull-of-address.ts';

/** Native: what a merge would say of itself. */
export const getMergeMessage = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params, query }, context) {
    const { repository, issue } = await pullOfAddress(context, caller, params);
    const [title = '', ...body] = mergeMessage(repository, issue, { style: query.style, title: '', text: '' }).split('\n\n');
    return { title, body: body.join('\n\n') };
  },
});
