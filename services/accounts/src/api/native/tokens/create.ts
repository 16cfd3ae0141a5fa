import { createToken as contract } from '@mosaic/contracts/mosaic';

import { presentToken } from '../../../present/token.ts';
import { implement } from '../../accounts-operation.ts';

/** A new token, never worth more than who makes it; its secret is shown this once. */
export const createToken = implement(contract, {
  access: { grant: 'accounts:token:write' },
  handle: async ({ body, caller, cause, reply }, { tokens }) => {
    const { login = caller.login, name, doors, grants, repositories = null, expiresInSeconds } = body;
    const endsAt = (now: number) => (expiresInSeconds === undefined ? null : now + expiresInSeconds * 1_000);
    const made = await tokens.writer.issue(caller, { login, name, doors: [...new Set(doors)], grants, repositories, endsAt }, cause);
    reply.header('cache-control', 'no-store');
    return { ...presentToken(made.row, made.login), token: made.secret };
  },
});
