import { repoDownloadPullDiffOrPatch } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { requirePull } from './pull-of-request.ts';

/** What it changes, byte for byte. */
export const getPullText = implementInRepository(repoDownloadPullDiffOrPatch, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, reply }, context) {
    const { pull } = await requirePull(context, repository, params.index);
    const text = await context.pulls.changes.text(repository, pull, { as: params.diffType, binary: query.binary === 'true' });
    return reply.type('text/plain; charset=utf-8').send(text);
  },
});
