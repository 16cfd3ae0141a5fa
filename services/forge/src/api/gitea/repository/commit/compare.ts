import { repoCompareDiff } from '@mosaic/contracts/gitea';
import { textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { namedHead } from '../pull/branches-of-request.ts';
import { presentCommit } from '../../../../present/commit.ts';

/** The diff's text ends after 2 MiB. */
export const compare = implementInRepository(repoCompareDiff, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ caller, repository, level, params }, context) {
    const { contents, links } = context;
    const [base, head, more] = params['*'].split(/\.{2,3}/);
    if (base === undefined || head === undefined || more !== undefined)
      throw new MosaicError('invalid_input', 'Compare two refs as base...head.');
    const at = await namedHead(context, { caller, repository, level }, head);
    const { commits, total, diff } = await contents.reader.compare({ repository, ref: base }, at);
    return {
      total_commits: total,
      commits: commits.map((commit) => presentCommit(links, repository, commit, null)),
      diff: textOfBytes(diff.bytes),
      diff_truncated: diff.truncated,
    };
  },
});
