import { getBlob as contract } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';

/** Gitea's GitBlobResponse: a file's bytes by the id of its object; `content` is null for one that is too large. */
export const getBlob = implementInRepository(contract, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params }, { contents, links }) {
    const { size, content } = await contents.reader.blob(repository, params.sha);
    const url = links.object(repository, 'blob', params.sha);
    return { content: content?.toString('base64') ?? null, encoding: content === null ? null : 'base64', url, sha: params.sha, size };
  },
});
