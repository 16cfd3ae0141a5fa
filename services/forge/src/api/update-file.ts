import { z } from 'zod';

import { Base64, FILE_BODY_LIMIT, FileOptions, asFileConflict, personOf } from './file-change-body.ts';
import { repositoryOperation } from './forge-operation.ts';
import { presentFileResponse } from './present/file-response.ts';

export const updateFile = repositoryOperation({
  method: 'PUT',
  path: '/contents/*',
  grant: 'forge:repository:write',
  level: 'write',
  bodyLimit: FILE_BODY_LIMIT,
  params: z.object({ '*': z.string() }),
  body: FileOptions.extend({ content: Base64, sha: z.string().max(64).optional() }),
  async handle({ repository, params, body, caller, traceId, reply }, context) {
    const path = params['*'];
    const branch = body.branch === '' ? repository.defaultBranch : body.branch;
    const newBranch = body.new_branch === '' || body.new_branch === branch ? undefined : body.new_branch;
    const { commitId } = await asFileConflict(
      context.contents.writer.commit(
        repository,
        {
          branch,
          newBranch,
          files: [
            body.sha === undefined || body.sha === ''
              ? { op: 'create', path, content: body.content }
              : { op: 'update', path, content: body.content, expectedBlobId: body.sha },
          ],
          message: body.message === '' ? `Update ${path}` : body.message,
          author: personOf(body.author),
          committer: personOf(body.committer),
        },
        { caller, email: context.links.noreply(caller.login), traceId },
      ),
    );
    const answer = await presentFileResponse(context, repository, { branch: newBranch ?? branch, commitId, path });
    // Without a sha it has made the file (Gitea's two statuses of one operation).
    return body.sha === undefined || body.sha === '' ? reply.code(201).send(answer) : answer;
  },
});
