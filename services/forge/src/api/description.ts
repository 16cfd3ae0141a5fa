import {
  Branch,
  CombinedStatus,
  Commit,
  CommitStatus,
  Hook,
  PayloadCommit,
  Permissions,
  Repository,
  Tag,
  User,
} from '@mosaic/contracts/gitea';
import { swaggerOf } from '@mosaic/contracts/wire';
import type { HttpApp } from '@mosaic/platform/http';

import { GITEA_VERSION } from './get-version.ts';
import { GITEA_OPERATIONS } from './routes.ts';

/** `GET /swagger.v1.json`, where Gitea has it: the operations that are served, for generators of clients. Made at the first request. */
export function mountDescription(app: HttpApp): void {
  let text: string | undefined;
  app.get('/swagger.v1.json', async (_request, reply) => {
    text ??= JSON.stringify(describeForge());
    return reply.type('application/json').send(text);
  });
}

/** What `GET /swagger.v1.json` answers. */
export function describeForge() {
  return swaggerOf({
    title: 'Gitea API, as far as it is served here',
    version: GITEA_VERSION,
    basePath: '/api/v1',
    operations: GITEA_OPERATIONS.flatMap(({ contract }) => contract ?? []),
    definitions: { Branch, CombinedStatus, Commit, CommitStatus, Hook, PayloadCommit, Permissions, Repository, Tag, User },
  });
}
