import { getMergeMessage as contract } from '@mosaic/contracts/mosaic';

import type { ForgeContext } from '../../../context.ts';
import { authorOf } from '../../../pulls/around-merge.ts';
import { openWithHead } from '../../../pulls/bring-head.ts';
import { mergeMessage } from '../../../pulls/merge-message.ts';
import { changeStart } from '../../../pulls/pull-changes.ts';
import type { PullIssue } from '../../../pulls/pull-events.ts';
import { coAuthorsOf } from '../../../pulls/pull-merger.ts';
import type { Repository } from '../../../repositories/repository.ts';
import { implement } from '../../forge-operation.ts';
import { pullOfAddress } from './pull-of-address.ts';

/** Native: what a merge would say of itself. */
export const getMergeMessage = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params, query }, context) {
    const { repository, issue } = await pullOfAddress(context, caller, params);
    const coAuthors = query.style === 'squash' && issue.state === 'open' ? await coAuthorsNow(context, repository, issue) : [];
    const words = { style: query.style, title: '', text: '' };
    const [title = '', ...body] = mergeMessage(repository, issue, words, coAuthors).split('\n\n');
    return { title, body: body.join('\n\n') };
  },
});

async function coAuthorsNow(context: ForgeContext, repository: Repository, issue: PullIssue): Promise<string[]> {
  const git = await openWithHead(context.repositories.folders, repository.id, issue.pull);
  const base = await changeStart(git, issue.pull);
  return coAuthorsOf(git, { base, head: issue.pull.headId }, await authorOf(context, issue));
}
