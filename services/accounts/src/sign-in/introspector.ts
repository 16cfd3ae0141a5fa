import { ceilingOf, Door, type Introspection, meetGrants } from '@mosaic/contracts/mosaic';
import { fromJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { callerOf, type Caller, type Credential } from '@mosaic/platform/identity';
import { hashToken } from '@mosaic/platform/secrets';

import type { AuditWriter } from '../audit/audit-writer.ts';
import type { PrincipalRow, SessionRow, TokenRow } from '../db/schema.ts';
import type { PrincipalReader } from '../principals/principal-reader.ts';
import type { SessionReader } from '../sessions/session-reader.ts';
import type { SessionWriter } from '../sessions/session-writer.ts';
import { isLive, type TokenReader } from '../tokens/token-reader.ts';
import type { TokenWriter } from '../tokens/token-writer.ts';
import type { Passwords } from './passwords.ts';
import type { Origin, SignInLimit } from './sign-in-limit.ts';

type Active = Extract<Introspection, { active: true }>;

/** Says who a credential stands for. */
export interface Introspector {
  /** Tokens, session secrets, name and password; what is not valid is inactive. Throws `rate_limited` for too many wrong passwords. */
  introspect(credential: Credential, origin: Origin, cause: Cause): Promise<Introspection>;
  /** The same for accounts' own door; throws `unauthenticated`. */
  authenticate(credential: Credential, origin: Origin, cause: Cause): Promise<Caller>;
  /** The principal behind a name and password, or null; counts failures. */
  checkPassword(credential: { username: string; password: string }, origin: Origin, cause: Cause): Promise<PrincipalRow | null>;
  /** Whether a cookie's secret is that of a live session. */
  isLiveSession(secret: string): Promise<boolean>;
  /** The login behind the id of a session or token while that is good; null once it has ended or its principal is disabled. */
  holderOf(credentialId: string): Promise<string | null>;
}

export interface IntrospectorPorts {
  principals: { reader: PrincipalReader };
  tokens: { reader: TokenReader; writer: TokenWriter };
  sessions: { reader: SessionReader; writer: SessionWriter };
  audit: { writer: AuditWriter };
  passwords: Passwords;
  limit: SignInLimit;
  /** Unix milliseconds. */
  now: () => number;
}

/** Use is noted at most once a minute. */
const TOUCH_MS = 60_000;
const SECRET = /^[0-9a-f]{40}$/;

export function createIntrospector(ports: IntrospectorPorts): Introspector {
  const { principals, tokens, sessions, audit, passwords, limit, now } = ports;
  const bySecret = async (secret: string): Promise<Introspection> => {
    if (!SECRET.test(secret)) return { active: false };
    const hash = hashToken(secret);
    const token = await tokens.reader.byHash(hash);
    if (token !== undefined) return byToken(ports, token);
    const session = await sessions.reader.live({ hash }, now());
    return session === undefined ? { active: false } : bySession(ports, session);
  };

  const checkPassword: Introspector['checkPassword'] = async ({ username, password }, origin, cause) => {
    const attempt = await limit.begin(username, origin, cause);
    const principal = await principals.reader.byLogin(username);
    const pool = 'door' in origin ? 'door' : origin.device === null ? 'page' : 'known';
    const fits = await passwords.verify(principal?.password_hash ?? null, password, pool);
    if (fits && principal !== undefined && principal.disabled === 0) {
      await attempt.succeeded();
      return principal;
    }
    // A name that nobody bears is not repeated: people type passwords into that field.
    const subject = principal?.login ?? 'unknown';
    const detail = 'door' in origin ? origin : { address: origin.address };
    await audit.writer.note({ subject, operation: 'sign-in', allowed: false, detail }, { ...cause, actor: subject });
    return null;
  };

  const introspect: Introspector['introspect'] = async (credential, origin, cause) => {
    if ('token' in credential) return bySecret(credential.token);
    const principal = await checkPassword(credential, origin, cause);
    return principal === null ? { active: false } : wholeCeiling(principal, 'password');
  };

  return {
    introspect,
    checkPassword,
    async authenticate(credential, origin, cause) {
      const answer = await introspect(credential, origin, cause);
      if (!answer.active) throw new MosaicError('unauthenticated', 'The session, token or password is not valid. Sign in again.');
      if (!answer.doors.includes('accounts'))
        throw new MosaicError('unauthenticated', 'This token is not for accounts; make one that lists this service.');
      return callerOf(answer);
    },
    isLiveSession: async (secret) => SECRET.test(secret) && (await sessions.reader.live({ hash: hashToken(secret) }, now())) !== undefined,
    holderOf: async (id) => {
      const token = await tokens.reader.byId(id);
      const session = token === undefined ? await sessions.reader.live({ id }, now()) : undefined;
      const holder = token !== undefined && isLive(token, now()) ? token.principal_id : session?.principal_id;
      const principal = holder === undefined ? undefined : await principals.reader.byId(holder);
      return principal === undefined || principal.disabled === 1 ? null : principal.login;
    },
  };
}

async function byToken({ principals, tokens, now }: IntrospectorPorts, token: TokenRow): Promise<Introspection> {
  if (!isLive(token, now())) return { active: false };
  const principal = await principals.reader.byId(token.principal_id);
  if (principal === undefined || principal.disabled === 1) return { active: false };
  if (token.last_used_at === null || token.last_used_at <= now() - TOUCH_MS) await tokens.writer.touch(token.id);
  const repositories = fromJson(token.repositories);
  return {
    ...shownPrincipal(principal),
    token_id: token.id,
    doors: fromJson(token.doors),
    // The role may have been lowered since the token was made.
    grants: meetGrants(fromJson(token.grants), ceilingOf(principal)),
    ...(repositories === null ? {} : { repositories }),
    ...(token.task === null || token.epoch === null ? {} : { attempt: { task: token.task, epoch: token.epoch } }),
    ...(token.expires_at === null ? {} : { exp: Math.floor(token.expires_at / 1000) }),
  };
}

async function bySession({ principals, sessions, now }: IntrospectorPorts, session: SessionRow): Promise<Introspection> {
  const principal = await principals.reader.byId(session.principal_id);
  if (principal === undefined || principal.disabled === 1) return { active: false };
  if (session.seen_at <= now() - TOUCH_MS) await sessions.writer.touch(session.id);
  return { ...wholeCeiling(principal, session.id), exp: Math.floor(session.expires_at / 1000) };
}

/** Sessions and passwords carry all that the role allows, at every door. */
function wholeCeiling(principal: PrincipalRow, tokenId: string): Active {
  return {
    ...shownPrincipal(principal),
    token_id: tokenId,
    doors: [...Door.options],
    grants: [...ceilingOf(principal)],
  };
}

function shownPrincipal(principal: PrincipalRow) {
  return {
    active: true as const,
    sub: principal.id,
    username: principal.login,
    kind: principal.kind,
    role: principal.role,
    built_in: principal.built_in === 1,
    name: principal.name,
    email: principal.email,
    uid: principal.uid,
  };
}
