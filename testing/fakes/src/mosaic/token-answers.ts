import { ceilingOf, covers, grantsWithin, type Role } from '@mosaic/contracts/mosaic';
import type * as native from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { bearerOf, granted, principalsOf, type AccountsState, type Active } from './accounts-state.ts';

/** Tokens, and what else lets somebody in. */
export function tokenAnswers(state: AccountsState): Answers<typeof native> {
  /** Whose each token is that was ever made, by its id. */
  const owners = new Map<string, string>();
  const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return {
    introspect({ body }, asker) {
      granted(state, asker, 'accounts:introspect:read');
      if ('token' in body) return bearerOf(state, ({ token }) => token === body.token, body.token) ?? { active: false };
      const { username, password } = body;
      const whole = bearerOf(state, (one) => sameName(one.username, username) && one.password !== undefined && one.password === password);
      return whole === null ? { active: false } : { ...whole, token_id: 'password' };
    },
    createToken({ body: { name, login: wanted, doors, grants: wished, repositories, expiresInSeconds } }, asker) {
      const caller = granted(state, asker, 'accounts:token:write');
      const { login, role } = ownerOf(state, wanted ?? caller?.username);
      if (!mayHandle(caller, login)) throw new MosaicError('forbidden', 'Only an administrator makes tokens for others.');
      const { grants, refused } = caller === null ? { grants: wished, refused: [] } : grantsWithin(wished, ceilingOf({ login, role }));
      if (refused.length > 0) throw new MosaicError('forbidden', `More than may be granted: ${refused.join(', ')}.`);
      const [token, id, createdAt] = [newToken(), `made-${owners.size + 1}`, Date.now()];
      const expiresAt = expiresInSeconds === undefined ? null : createdAt + expiresInSeconds * 1_000;
      const limits = { doors, grants, ...(repositories === undefined ? {} : { repositories }) };
      const end = expiresAt === null ? {} : { exp: Math.floor(expiresAt / 1_000) };
      state.made.set(hashToken(token), { username: login, token_id: id, ...limits, ...end });
      owners.set(id, login);
      state.liveTokens.add(id);
      return { login, name, repositories: null, ...limits, id, token, createdAt, expiresAt, lastUsedAt: null };
    },
    revokeToken({ id }, asker) {
      const caller = granted(state, asker, 'accounts:token:write');
      found([owners.get(id)].find((login) => login !== undefined && mayHandle(caller, login)));
      state.liveTokens.delete(id);
      for (const [hash, { token_id: one }] of state.made) if (one === id) state.made.delete(hash);
    },
    getCredential({ id }, asker) {
      granted(state, asker, 'accounts:introspect:read');
      const made = [...state.made.values()].find((one) => one.token_id === id)?.username;
      return { login: found(state.credentials.get(id) ?? made) };
    },
    redeemSiteCode({ body: { code } }, asker) {
      granted(state, asker, 'accounts:introspect:read');
      const visit = found(state.siteCodes.get(code));
      state.siteCodes.delete(code);
      return visit;
    },
  };
}

/** One's own tokens, and all of them as an administrator or the platform. */
function mayHandle(caller: Active | null, login: string): boolean {
  return caller === null || caller.username === login || covers(caller.grants, 'accounts:token:admin');
}

/** One of the platform's own, that no principal is, asks for itself where it names nobody. */
function ownerOf(state: AccountsState, login: string | undefined): { login: string; role: Role } {
  if (login === undefined) return { login: 'mosaic', role: 'service' };
  return found(principalsOf(state).find((one) => one.login.toLowerCase() === login.toLowerCase()));
}
