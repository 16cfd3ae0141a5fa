import { repoCreateFile } from '@mosaic/contracts/gitea';

import { FILE_BODY_LIMIT, asFileConflict, bytesOf, contentChange } from './file-change-body.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { presentFileResponse } from '../../../../present/file-response.ts';

export const createFile = implementInRepository(repoCreateFile, {
  grant: 'forge:repository:write',
  level: 'write',
  bodyLimit: FILE_BODY_LIMIT,
  async handle({ repository, params, body, caller, cause }, context) {
    const path = params['*'];
    const change = contentChange(repository, body, { verb: 'Add', file: { op: 'create', path, content: bytesOf(body.content) } });
    const by = { caller, email: context.links.noreply(caller.login), cause };
    const { commitId } = await asFileConflict(context.contents.writer.commit(repository, change, by));
    const written = { branch: change.newBranch ?? change.branch, commitId, path };
    return presentFileResponse(context, repository, written);
  },
});
