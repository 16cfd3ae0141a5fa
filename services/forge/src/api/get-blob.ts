import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';

/** Gitea's GitBlobResponse: a file's bytes by the id of its object. */
export const getBlob = repositoryOperation({
  method: 'GET',
  path: '/git/blobs/:sha',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ sha: z.string().max(64) }),
  async handle({ repository, params }, { contents, links }) {
    const bytes = await contents.reader.blob(repository, params.sha);
    const url = links.object(repository, 'blob', params.sha);
    return { content: bytes.toString('base64'), encoding: 'base64', url, sha: params.sha, size: bytes.length };
  },
});
