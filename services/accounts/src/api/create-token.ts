import { ceilingOf, createToken as contract, type Role } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { TokenRow } from '../db/schema.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { decideToken } from '../tokens/token-policy.ts';
import { findToken } from '../tokens/token-reader.ts';
import { insertToken } from '../tokens/token-writer.ts';
import { implement } from './accounts-operation.ts';
import { presentToken } from './present/token.ts';

/** The platform's own tokens change at every start, which is no reason to end what was made with the last one. */
function parentOf(caller: Caller, own: TokenRow | undefined): string | null {
  return caller.builtIn ? null : (own?.id ?? null);
}

/** A new token, never worth more than who makes it; its secret is shown this once. */
export const createToken = implement(contract, {
  access: { grant: 'accounts:token:write' },
  handle: async ({ body, caller, cause, reply }, context) => {
    const { store, events } = context;
    const now = context.now();
    const [principal, own] = await Promise.all([
      store.read((db) => findPrincipal(db, body.login ?? caller.login)),
      store.read((db) => findToken(db, caller.tokenId)),
    ]);
    if (principal === undefined) throw new MosaicError('not_found', `There is no principal "${body.login}".`);
    const wish = {
      name: body.name,
      doors: [...new Set(body.doors)],
      grants: body.grants,
      repositories: body.repositories ?? null,
      expiresAt: body.expiresInSeconds === undefined ? null : now + body.expiresInSeconds * 1000,
    };
    const ceiling = ceilingOf(principal as { role: Role; login: string });
    const callerExpiresAt = own?.expires_at == null ? null : Number(own.expires_at);
    const decision = decideToken(caller, wish, { target: { id: principal.id, ceiling }, callerExpiresAt });
    if (decision.refusal !== null) throw new MosaicError('forbidden', decision.refusal);
    const secret = newToken();
    const row = await events.transact((writer) =>
      insertToken(writer.as(cause), principal, {
        draft: { ...wish, grants: decision.grants, parentId: parentOf(caller, own) },
        hash: hashToken(secret),
        now,
      }),
    );
    reply.header('cache-control', 'no-store');
    return { ...presentToken(row, principal.login), token: secret };
  },
});
