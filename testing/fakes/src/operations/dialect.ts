import type { MosaicError } from '@mosaic/platform/errors';
import { PROBLEM_STATUS, sendProblem } from '@mosaic/platform/http';

type HttpReply = Parameters<typeof sendProblem>[0];

/** How a contract stands on the wire beside its operations: where, and how it refuses. */
export interface Dialect {
  /** Put before every path. */
  prefix: string;
  refuse(reply: HttpReply, error: MosaicError): HttpReply;
}

export const GITEA: Dialect = {
  prefix: '/api/v1',
  refuse: (reply, { code, message }) =>
    reply.code(code === 'not_ready' ? 405 : PROBLEM_STATUS[code]).send({ message, url: 'http://localhost:8080/api/swagger' }),
};

export const WOODPECKER: Dialect = {
  prefix: '/api',
  refuse: (reply, { code, message }) =>
    reply
      .code(code === 'invalid_input' ? 400 : PROBLEM_STATUS[code])
      .type('text/plain')
      .send(message),
};

/** Ours. */
export const NATIVE: Dialect = { prefix: '', refuse: sendProblem };
