import { z } from 'zod';

import { Base64, FILE_BODY_LIMIT, FileOptions, asFileConflict, contentChange } from './file-change-body.ts';
import { repositoryOperation } from './forge-operation.ts';
import { presentFileResponse } from './present/file-response.ts';

export const createFile = repositoryOperation({
  method: 'POST',
  path: '/contents/*',
  grant: 'forge:repository:write',
  level: 'write',
  bodyLimit: FILE_BODY_LIMIT,
  params: z.object({ '*': z.string() }),
  body: FileOptions.extend({ content: Base64 }),
  status: 201,
  async handle({ repository, params, body, caller, traceId }, context) {
    const path = params['*'];
    const change = contentChange(repository, body, { verb: 'Add', file: { op: 'create', path, content: body.content } });
    const cause = { caller, email: context.links.noreply(caller.login), traceId };
    const { commitId } = await asFileConflict(context.contents.writer.commit(repository, change, cause));
    const written = { branch: change.newBranch ?? change.branch, commitId, path };
    return presentFileResponse(context, repository, written);
  },
});
