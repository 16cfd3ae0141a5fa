import { z } from 'zod';

import { FILE_BODY_LIMIT, FileOptions, asFileConflict, personOf } from './file-change-body.ts';
import { repositoryOperation } from './forge-operation.ts';
import { presentFileResponse } from './present/file-response.ts';

export const deleteFile = repositoryOperation({
  method: 'DELETE',
  path: '/contents/*',
  grant: 'forge:repository:write',
  level: 'write',
  bodyLimit: FILE_BODY_LIMIT,
  params: z.object({ '*': z.string() }),
  body: FileOptions.extend({ sha: z.string().min(1).max(64) }),
  async handle({ repository, params, body, caller, traceId }, context) {
    const path = params['*'];
    const branch = body.branch === '' ? repository.defaultBranch : body.branch;
    const newBranch = body.new_branch === '' || body.new_branch === branch ? undefined : body.new_branch;
    const { commitId } = await asFileConflict(
      context.contents.writer.commit(
        repository,
        {
          branch,
          newBranch,
          files: [{ op: 'delete', path, expectedBlobId: body.sha }],
          message: body.message === '' ? `Delete ${path}` : body.message,
          author: personOf(body.author),
          committer: personOf(body.committer),
        },
        { caller, email: context.links.noreply(caller.login), traceId },
      ),
    );
    return presentFileResponse(context, repository, { branch: newBranch ?? branch, commitId, path: null });
  },
});
