import {
  ceilingOf,
  covers,
  Door,
  type AgentProfile,
  type Introspection,
  type OauthApplication,
  type Permission,
  type Principal,
  type SystemStatus,
} from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { hashToken } from '@mosaic/platform/secrets';

import type { Asker } from '../operations/answers.ts';
import type { FakeFeed } from './fake-feed.ts';

export type Active = Extract<Introspection, { active: true }>;

/** A principal of the fake, found by its token or its name and password. */
export interface FakePrincipal extends Partial<Omit<Active, 'active'>> {
  username: string;
  token: string;
  password?: string;
}

/** A token that was made at the fake: what it stands for. */
export type MadeToken = Pick<Active, 'username' | 'token_id' | 'doors' | 'grants' | 'repositories' | 'attempt' | 'exp'>;

/** The token of an attempt, and what it was made for. */
export interface FakeAttempt {
  expiresAt: number;
  claimedWith: string;
  tokenHash: string;
}

/** What can be changed about accounts while a test runs. */
export interface AccountsState {
  principals: readonly FakePrincipal[];
  /** Tokens that are worth nothing any more. */
  revoked: Set<string>;
  /** Ids of tokens that were made and not revoked. */
  liveTokens: Set<string>;
  /** Those that were made and live, by the hash of their secret. */
  made: Map<string, MadeToken>;
  /** Tokens of attempts, by the task's key and its epoch. */
  attempts: Map<string, FakeAttempt>;
  /** How agents are run, by login, where it is not as for any agent. */
  profiles: Map<string, Partial<AgentProfile>>;
  /** Applications that were registered. */
  applications: OauthApplication[];
  /** Ids of sessions that have not ended, and whose they are. */
  credentials: Map<string, string>;
  /** One-time codes of sites. */
  siteCodes: Map<string, { login: string; host: string; credentialId: string }>;
  system: () => SystemStatus;
  feed: FakeFeed;
}

/** Who bears a token, session or password; null for nobody. */
export function bearerOf(
  { principals, revoked, made }: AccountsState,
  fits: (one: FakePrincipal) => boolean,
  token?: string,
): Active | null {
  const index = principals.findIndex((one) => fits(one) && !revoked.has(one.token));
  const known = principals[index];
  if (known !== undefined) return activeOf(known, index);
  const of = token === undefined ? undefined : made.get(hashToken(token));
  const owner = principals.findIndex(({ username }) => username === of?.username);
  const [principal] = principals.slice(owner, owner + 1);
  return of === undefined || owner === -1 || principal === undefined ? null : { ...activeOf(principal, owner), ...of };
}

/**
 * Who asks, when they may; null for one of the platform's own, which any token is that nobody else bears.
 * @throws MosaicError (`unauthenticated`, `forbidden`)
 */
export function granted(state: AccountsState, { token }: Pick<Asker, 'token'>, permission: Permission): Active | null {
  if (token === '' || state.revoked.has(token)) throw new MosaicError('unauthenticated', 'Sign in.');
  const caller = bearerOf(state, (one) => one.token === token, token);
  if (caller !== null && !caller.doors.includes('accounts')) throw new MosaicError('unauthenticated', 'This token is not for accounts.');
  if (caller !== null && !covers(caller.grants, permission)) throw new MosaicError('forbidden', `This needs ${permission}.`);
  return caller;
}

/** Where nothing else is said, all that the role allows, at every door. */
export function activeOf({ token: _token, password: _password, ...known }: FakePrincipal, index: number): Active {
  const { role = 'developer', username } = known;
  return {
    active: true,
    sub: `p-${index + 1}`,
    uid: index + 1,
    kind: 'person',
    role,
    built_in: false,
    name: username,
    email: `${username}@example.test`,
    token_id: `t-${index + 1}`,
    doors: [...Door.options],
    grants: [...ceilingOf({ role, login: username })],
    ...known,
  };
}

/** Each once, however many tokens stand for it. */
export function principalsOf({ principals }: AccountsState): Principal[] {
  return principals
    .map((one, index) => presented(activeOf(one, index)))
    .filter(({ login }, index, all) => all.findIndex((other) => other.login === login) === index);
}

function presented({ sub, uid, username, kind, role, built_in: builtIn, name, email }: Active): Principal {
  return { id: sub, uid, login: username, kind, role, builtIn, name, email, disabled: false, createdAt: 0 };
}
