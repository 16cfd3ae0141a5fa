import * as native from '@mosaic/contracts/mosaic';
import {
  Door,
  type AgentProfile,
  type CreatedToken,
  type Introspection,
  type Principal,
  type SystemStatus,
} from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { NATIVE } from '../operations/dialect.ts';
import { Fake, speak } from '../operations/fake.ts';
import { FakeFeed } from './fake-feed.ts';

type Active = Extract<Introspection, { active: true }>;

/** A principal of the fake, found by its token or its name and password. */
export interface FakePrincipal extends Partial<Omit<Active, 'active'>> {
  username: string;
  token: string;
  password?: string;
}

/** What can be changed about accounts while a test runs. */
export interface AccountsState {
  principals: readonly FakePrincipal[];
  /** Tokens that are worth nothing any more. */
  revoked: Set<string>;
  /** Ids of tokens that were made and not revoked. */
  liveTokens: Set<string>;
  /** Tokens of attempts, and what each was made for, by the task's key and its epoch. */
  attempts: Map<string, { expiresAt: number; claimedWith: string; tokenHash: string }>;
  /** How agents are run, by login, where it is not as for any agent. */
  profiles: Map<string, Partial<AgentProfile>>;
  /** Ids of sessions and tokens that have not ended, and whose they are. */
  credentials: Map<string, string>;
  /** One-time codes of sites. */
  siteCodes: Map<string, { login: string; host: string; credentialId: string }>;
  system: () => SystemStatus;
  feed: FakeFeed;
}

export type FakeAccounts = Fake & AccountsState;

const NOTHING_WRONG: SystemStatus = { services: [], parked: [], version: '', uptimeMs: 0 };

/** What other services ask of accounts: who a credential stands for, principals, tokens, codes of sites, how the stack is. */
export async function startFakeAccounts(principals: readonly FakePrincipal[], system = () => NOTHING_WRONG): Promise<FakeAccounts> {
  const state: AccountsState = {
    principals,
    revoked: new Set(),
    liveTokens: new Set(),
    attempts: new Map(),
    profiles: new Map(),
    credentials: new Map(),
    siteCodes: new Map(),
    system,
    feed: new FakeFeed('accounts'),
  };
  return Object.assign(await Fake.start('accounts', [speak(NATIVE, native, answersOf(state))]), state);
}

function answersOf(state: AccountsState): Answers<typeof native> {
  let made = 0;
  return {
    readEvents: ({ query }, { gone }) => state.feed.page(query, gone),
    introspect({ body }) {
      const index = state.principals.findIndex(({ token, username, password }) =>
        'token' in body
          ? token === body.token && !state.revoked.has(token)
          : username === body.username && password !== undefined && password === body.password,
      );
      return activeOf(state.principals[index], index) ?? { active: false };
    },
    listPrincipals: () => principalsOf(state),
    getPrincipal: ({ login }) => found(principalsOf(state).find((one) => one.login.toLowerCase() === login.toLowerCase())),
    listAgents: () =>
      principalsOf(state)
        .filter(({ kind }) => kind === 'agent')
        .map((agent) => ({ ...agentOf(agent), ...state.profiles.get(agent.login) })),
    createToken({ body: { expiresInSeconds: _expires, ...body } }) {
      made += 1;
      const created: CreatedToken = {
        login: 'root',
        repositories: null,
        ...body,
        id: `t${made}`,
        token: 'f'.repeat(40),
        createdAt: 0,
        expiresAt: null,
        lastUsedAt: null,
      };
      state.liveTokens.add(created.id);
      return created;
    },
    revokeToken({ id }) {
      state.liveTokens.delete(id);
    },
    openAttempt({ body: { login, claimedWith, tokenHash, task, epoch, repository, expiresAt } }) {
      const attempt = `${task} ${epoch}`;
      if (state.attempts.has(attempt)) throw new MosaicError('conflict', 'This attempt has a token.');
      state.attempts.set(attempt, { expiresAt, claimedWith, tokenHash });
      const limits = { doors: [], grants: [], repositories: [repository] };
      return { ...limits, id: attempt, login, name: attempt, createdAt: 0, expiresAt, lastUsedAt: null };
    },
    keepAttempt({ task, epoch, body: { expiresAt } }) {
      const made = state.attempts.get(`${task} ${epoch}`);
      if (made !== undefined) made.expiresAt = expiresAt;
    },
    endAttempt({ task, epoch }) {
      state.attempts.delete(`${task} ${epoch}`);
    },
    getCredential({ id }) {
      return { login: found(state.credentials.get(id)) };
    },
    redeemSiteCode({ body: { code } }) {
      const visit = found(state.siteCodes.get(code));
      state.siteCodes.delete(code);
      return visit;
    },
    getSystem: () => state.system(),
  };
}

function activeOf(principal: FakePrincipal | undefined, index: number): Active | null {
  if (principal === undefined) return null;
  const { token: _token, password: _password, ...known } = principal;
  return {
    active: true,
    sub: `p-${index + 1}`,
    uid: index + 1,
    kind: 'person',
    role: 'developer',
    built_in: false,
    name: known.username,
    email: `${known.username}@example.test`,
    token_id: `t-${index + 1}`,
    doors: [...Door.options],
    grants: ['*:*:*'],
    ...known,
  };
}

/** Each once, however many tokens stand for it. */
function principalsOf({ principals }: AccountsState): Principal[] {
  return principals
    .map((one, index) => presented(activeOf(one, index) as Active))
    .filter(({ login }, index, all) => all.findIndex((other) => other.login === login) === index);
}

function presented({ sub, uid, username, kind, role, built_in: builtIn, name, email }: Active): Principal {
  return { id: sub, uid, login: username, kind, role, builtIn, name, email, disabled: false, createdAt: 0 };
}

/** The platform's own run here, others elsewhere. */
function agentOf({ login, role, name, builtIn }: Principal): AgentProfile {
  const budget = { tokens: 0, seconds: 600, toolCalls: 2_000 };
  return { login, role, name, builtIn, persona: '', runtime: builtIn ? 'built-in' : 'mcp', model: '', budget, state: 'active' };
}
