import { repoUpdateFile } from '@mosaic/contracts/gitea';

import { FILE_BODY_LIMIT, asFileConflict, bytesOf, contentChange } from './file-change-body.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { presentFileResponse } from '../../../../present/file-response.ts';

export const updateFile = implementInRepository(repoUpdateFile, {
  grant: 'forge:repository:write',
  level: 'write',
  bodyLimit: FILE_BODY_LIMIT,
  async handle({ repository, params, body, caller, cause, reply }, context) {
    const path = params['*'];
    const { sha, from_path: from } = body;
    const content = bytesOf(body.content);
    // Without a sha it makes the file (Gitea's two statuses of one operation); what moves is there already.
    const creates = sha === '' && from === '';
    const change = contentChange(repository, body, {
      verb: 'Update',
      file: creates
        ? { op: 'create', path, content }
        : { op: 'update', path, content, expectedBlobId: sha === '' ? undefined : sha, from: from === '' ? undefined : from },
    });
    const by = { caller, email: context.links.noreply(caller.login), cause };
    const { commitId } = await asFileConflict(context.contents.writer.commit(repository, change, by));
    const written = { branch: change.newBranch ?? change.branch, commitId, path };
    if (creates) reply.code(201);
    return presentFileResponse(context, repository, written);
  },
});
