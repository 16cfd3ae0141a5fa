import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ErrorCode } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';
import { PROBLEM_STATUS, sendProblem } from '@mosaic/platform/http';

import { LFS_TYPE } from '../lfs/lfs-object.ts';

/** Gitea's status of each meaning (forge contract 2.4) is ours too, but for what cannot be merged as it is. */
const GITEA_STATUS: Record<ErrorCode, number> = { ...PROBLEM_STATUS, not_ready: 405 };

/** Git's own statuses differ in one: a request that is not the protocol is 400 (forge contract 6.1). */
const GIT_STATUS: Record<ErrorCode, number> = { ...GITEA_STATUS, invalid_input: 400 };

/** Git shows a plain text answer behind `remote:`. By Gitea's realm credential managers know whose OAuth2 provider this is (forge contract 3.4). */
const CHALLENGE = 'Basic realm="Gitea"';

/** Paths of git-lfs, which reads its errors in JSON. */
const LFS = /^\/[^/]+\/[^/]+\/info\/lfs(?:\/|$)/;

/** Each door's own way: Gitea's API, ours below `/-/`, and git's. */
export function renderError(publicUrl: string) {
  return (reply: FastifyReply, error: MosaicError, request: FastifyRequest): FastifyReply => {
    if (request.url.startsWith('/-/')) return sendProblem(reply, error);
    if (request.url.startsWith('/api/')) {
      const body = { message: error.message, url: `${publicUrl}/api/swagger` };
      return reply.code(GITEA_STATUS[error.code]).type('application/json; charset=utf-8').send(JSON.stringify(body));
    }
    if (error.code === 'unauthenticated') reply.header('www-authenticate', CHALLENGE);
    if (LFS.test(request.url))
      return reply
        .code(GITEA_STATUS[error.code])
        .type(LFS_TYPE)
        .send(Buffer.from(JSON.stringify({ message: error.message, request_id: request.id })));
    return reply.code(GIT_STATUS[error.code]).type('text/plain; charset=utf-8').send(`${error.message}\n`);
  };
}
