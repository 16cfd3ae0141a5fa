import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';

/** A file's bytes at a branch, tag or commit. Never as HTML: what was pushed must not run in our origin. */
export const getRawFile = repositoryOperation({
  method: 'GET',
  path: '/raw/*',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ '*': z.string() }),
  query: z.object({ ref: z.string().max(300).default('') }),
  async handle({ repository, params, query, reply }, { contents }) {
    const { entry, body } = await contents.reader.raw(repository, query.ref, params['*']);
    return reply
      .type('application/octet-stream')
      .header('content-length', String(entry.size))
      .header('etag', `"${entry.id}"`)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(body);
  },
});
