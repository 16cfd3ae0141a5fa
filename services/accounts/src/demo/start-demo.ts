import { ceilingOf, type Role, type StartedDemo } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsContext } from '../context.ts';
import type { TokenRow } from '../db/schema.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { decideToken } from '../tokens/token-policy.ts';
import { findToken } from '../tokens/token-reader.ts';
import { insertToken, revokeToken } from '../tokens/token-writer.ts';

/** Pushes the demo project as a person; answers after the push. `ended` settles when the loop has come to its end. */
export type RunDemo = (asker: { login: string; token: string }) => Promise<StartedDemo & { ended: Promise<void> }>;

/** How long the demo's own token works when nobody is left to end it, seconds. */
const TOKEN_SECONDS = 3_600;

/**
 * The demo as the asker: with a token of its own that carries no more than theirs and ends with the demo. One at a time per
 * person. @throws MosaicError `unsupported` without a demo, `conflict` while one runs, `forbidden` for a token that is too narrow.
 */
export async function startDemo(context: AccountsContext, caller: Caller, cause: Cause): Promise<StartedDemo> {
  const { demo, demosOf } = context;
  if (demo === null) throw new MosaicError('unsupported', 'The demo cannot be started from here; run: ./mosaic demo');
  if (demosOf.has(caller.id)) throw new MosaicError('conflict', 'Your demo is still running; follow it on the home page.');
  demosOf.add(caller.id);
  const end = async (token: TokenRow | null) => {
    demosOf.delete(caller.id);
    if (token === null) return;
    await context.events.transact((writer) => revokeToken(writer.as(cause), token, { login: caller.login, now: context.now() }));
  };
  let token: TokenRow | null = null;
  try {
    const issued = await issueToken(context, caller, cause);
    token = issued.row;
    const { repository, traceId, ended } = await demo({ login: caller.login, token: issued.secret });
    // The composition root logs a demo that fails; a token that cannot be ended now runs out by itself.
    void ended.then(() => end(issued.row)).catch(() => undefined);
    return { repository, traceId };
  } catch (error) {
    await end(token);
    throw error;
  }
}

async function issueToken(context: AccountsContext, caller: Caller, cause: Cause): Promise<{ row: TokenRow; secret: string }> {
  const { store, events } = context;
  const now = context.now();
  const [principal, own] = await Promise.all([
    store.read((db) => findPrincipal(db, caller.login)),
    store.read((db) => findToken(db, caller.tokenId)),
  ]);
  if (principal === undefined) throw new MosaicError('not_found', `There is no principal "${caller.login}".`);
  const callerExpiresAt = own?.expires_at == null ? null : Number(own.expires_at);
  const wish = {
    name: 'demo',
    doors: ['forge', 'mcp'] as const,
    grants: ['forge:*:admin', 'mcp:*:write'],
    repositories: null,
    expiresAt: Math.min(now + TOKEN_SECONDS * 1000, callerExpiresAt ?? Number.POSITIVE_INFINITY),
  };
  const ceiling = ceilingOf(principal as { role: Role; login: string });
  const decision = decideToken(caller, wish, { target: { id: principal.id, ceiling }, callerExpiresAt });
  if (decision.refusal !== null) throw new MosaicError('forbidden', decision.refusal);
  const secret = newToken();
  const row = await events.transact((writer) =>
    insertToken(writer.as(cause), principal, { draft: { ...wish, grants: decision.grants }, hash: hashToken(secret), now }),
  );
  return { row, secret };
}
