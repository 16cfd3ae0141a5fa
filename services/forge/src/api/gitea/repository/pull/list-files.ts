import { repoGetPullRequestFiles } from '@mosaic/contracts/gitea';

import { presentChangedFile } from '../../../../present/pull.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { requirePull } from './pull-of-request.ts';

export const listPullFiles = implementInRepository(repoGetPullRequestFiles, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, raw, reply }, context) {
    const { pull } = await requirePull(context, repository, params.index);
    const { files, from } = await context.pulls.changes.files(repository, pull);
    sendPageHeaders({ reply, raw, query }, { total: files.length, publicUrl: context.links.publicUrl });
    const page = files.slice(offsetOf(query), offsetOf(query) + query.limit);
    return page.map((file) => presentChangedFile(context.links, repository, { file, from, headId: pull.headId }));
  },
});
