import { z } from 'zod';

import { textOfBytes } from '@mosaic/contracts/wire';
import { REF_MAX_BYTES } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import { repositoryOperation } from './forge-operation.ts';
import { presentCommit } from './present/commit.ts';

/**
 * `base...head`: what head has and base has not. Besides Gitea's members: `diff`, the unified text (at most 2 MiB, else
 * `diff_truncated`) with its bytes as `textOfBytes` writes them.
 */
export const compare = repositoryOperation({
  method: 'GET',
  path: '/compare/*',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ '*': z.string().max(2 * REF_MAX_BYTES + 3) }),
  async handle({ repository, params }, { contents, links }) {
    const [base, head, more] = params['*'].split(/\.{2,3}/);
    if (base === undefined || head === undefined || more !== undefined)
      throw new MosaicError('invalid_input', 'Compare two refs as base...head.');
    const { commits, total, diff } = await contents.reader.compare(repository, base, head);
    return {
      total_commits: total,
      commits: commits.map((commit) => presentCommit(links, repository, commit, null)),
      diff: textOfBytes(diff.bytes),
      diff_truncated: diff.truncated,
    };
  },
});
