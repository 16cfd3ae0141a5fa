import { z } from 'zod';

import { Base64, FILE_BODY_LIMIT, FileOptions, asFileConflict, contentChange } from './file-change-body.ts';
import { repositoryOperation } from './forge-operation.ts';
import { presentFileResponse } from './present/file-response.ts';

export const updateFile = repositoryOperation({
  method: 'PUT',
  path: '/contents/*',
  grant: 'forge:repository:write',
  level: 'write',
  bodyLimit: FILE_BODY_LIMIT,
  params: z.object({ '*': z.string() }),
  body: FileOptions.extend({ content: Base64, sha: z.string().max(64).default(''), from_path: z.string().max(500).default('') }),
  async handle({ repository, params, body, caller, traceId, reply }, context) {
    const path = params['*'];
    const { content, sha, from_path: from } = body;
    // Without a sha it makes the file (Gitea's two statuses of one operation); what moves is there already.
    const creates = sha === '' && from === '';
    const change = contentChange(repository, body, {
      verb: 'Update',
      file: creates
        ? { op: 'create', path, content }
        : { op: 'update', path, content, expectedBlobId: sha === '' ? undefined : sha, from: from === '' ? undefined : from },
    });
    const cause = { caller, email: context.links.noreply(caller.login), traceId };
    const { commitId } = await asFileConflict(context.contents.writer.commit(repository, change, cause));
    const written = { branch: change.newBranch ?? change.branch, commitId, path };
    const answer = await presentFileResponse(context, repository, written);
    return creates ? reply.code(201).send(answer) : answer;
  },
});
