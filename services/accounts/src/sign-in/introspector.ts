import { ceilingOf, Door, type Grant, type Introspection, meetGrants, type PrincipalKind, type Role } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import { callerOf, type Caller, type Credential } from '@mosaic/platform/identity';
import { hashToken } from '@mosaic/platform/secrets';

import type { AccountsTables, PrincipalRow, SessionRow, TokenRow } from '../db/schema.ts';
import { findPrincipal, findPrincipalById } from '../principals/principal-reader.ts';
import { SESSION_MS } from '../sessions/session-writer.ts';
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
  store: Store<AccountsTables>;
  events: EventLog<AccountsTables>;
  passwords: Passwords;
  limit: SignInLimit;
  /** Unix milliseconds. */
  now: () => number;
}

/** Use is noted at most once a minute. */
const TOUCH_MS = 60_000;
const SECRET = /^[0-9a-f]{40}$/;

export function createIntrospector({ store, events, passwords, limit, now }: IntrospectorPorts): Introspector {
  const bySecret = async (secret: string): Promise<Introspection> => {
    if (!SECRET.test(secret)) return { active: false };
    const hash = hashToken(secret);
    const token = await store.read((db) => db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst());
    if (token !== undefined) return byToken({ store, events }, token, now());
    const session = await liveSession(store, { hash }, now());
    return session === undefined ? { active: false } : bySession({ store, events }, session, now());
  };

  const checkPassword: Introspector['checkPassword'] = async ({ username, password }, origin, cause) => {
    const attempt = await limit.begin(username, origin, cause);
    const principal = await store.read((db) => findPrincipal(db, username));
    const pool = 'door' in origin ? 'door' : origin.device === null ? 'page' : 'known';
    const fits = await passwords.verify(principal?.password_hash ?? null, password, pool);
    if (fits && principal !== undefined && principal.disabled === 0) {
      await attempt.succeeded();
      return principal;
    }
    await tellFailure(events, { principal, origin, cause });
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
    isLiveSession: async (secret) => SECRET.test(secret) && (await liveSession(store, { hash: hashToken(secret) }, now())) !== undefined,
    holderOf: async (id) => {
      const token = await store.read((db) => db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst());
      const session = token === undefined ? await liveSession(store, { id }, now()) : undefined;
      const holder = token !== undefined && !hasEnded(token, now()) ? token.principal_id : session?.principal_id;
      const principal = holder === undefined ? undefined : await store.read((db) => findPrincipalById(db, holder));
      return principal === undefined || principal.disabled === 1 ? null : principal.login;
    },
  };
}

type Ports = Pick<IntrospectorPorts, 'store' | 'events'>;

async function byToken({ store, events }: Ports, token: TokenRow, now: number): Promise<Introspection> {
  if (hasEnded(token, now)) return { active: false };
  const principal = await store.read((db) => findPrincipalById(db, token.principal_id));
  if (principal === undefined || principal.disabled === 1) return { active: false };
  if (token.last_used_at === null || Number(token.last_used_at) <= now - TOUCH_MS)
    await events.transact(({ db }) => db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', token.id).execute());
  const repositories = token.repositories === null ? null : (JSON.parse(token.repositories) as number[]);
  return {
    ...shownPrincipal(principal),
    token_id: token.id,
    doors: JSON.parse(token.doors) as Door[],
    // The role may have been lowered since the token was made.
    grants: meetGrants(JSON.parse(token.grants) as Grant[], ceilingOf(principal as { role: Role; login: string })),
    ...(repositories === null ? {} : { repositories }),
    ...(token.task === null ? {} : { attempt: { task: token.task, epoch: Number(token.epoch) } }),
    ...(token.expires_at === null ? {} : { exp: Math.floor(Number(token.expires_at) / 1000) }),
  };
}

async function bySession({ store, events }: Ports, session: SessionRow, now: number): Promise<Introspection> {
  const principal = await store.read((db) => findPrincipalById(db, session.principal_id));
  if (principal === undefined || principal.disabled === 1) return { active: false };
  if (Number(session.seen_at) <= now - TOUCH_MS)
    await events.transact(({ db }) => db.updateTable('sessions').set({ seen_at: now }).where('id', '=', session.id).execute());
  return { ...wholeCeiling(principal, session.id), exp: Math.floor(Number(session.expires_at) / 1000) };
}

function hasEnded(token: TokenRow, now: number): boolean {
  return token.revoked_at !== null || (token.expires_at !== null && Number(token.expires_at) <= now);
}

function liveSession(store: Store<AccountsTables>, by: { hash: string } | { id: string }, now: number): Promise<SessionRow | undefined> {
  return store.read((db) =>
    db
      .selectFrom('sessions')
      .selectAll()
      .where((row) => row.and(by))
      .where('expires_at', '>', now)
      .where('seen_at', '>', now - SESSION_MS.idle)
      .executeTakeFirst(),
  );
}

/** Sessions and passwords carry all that the role allows, at every door. */
function wholeCeiling(principal: PrincipalRow, tokenId: string): Active {
  return {
    ...shownPrincipal(principal),
    token_id: tokenId,
    doors: [...Door.options],
    grants: [...ceilingOf(principal as { role: Role; login: string })],
  };
}

function shownPrincipal(principal: PrincipalRow) {
  return {
    active: true as const,
    sub: principal.id,
    username: principal.login,
    kind: principal.kind as PrincipalKind,
    role: principal.role as Role,
    built_in: Number(principal.built_in) === 1,
    name: principal.name,
    email: principal.email,
    uid: Number(principal.uid),
  };
}

/** A name that nobody bears is not repeated: people type passwords into that field. */
async function tellFailure(
  events: EventLog<AccountsTables>,
  { principal, origin, cause }: { principal: PrincipalRow | undefined; origin: Origin; cause: Cause },
): Promise<void> {
  await events.transact(async (writer) =>
    writer.as({ ...cause, actor: principal?.login ?? 'unknown' }).emit('dev.mosaic.audit.written', {
      subject: principal?.login ?? 'unknown',
      data: { operation: 'sign-in', allowed: false, detail: 'door' in origin ? origin : { address: origin.address } },
    }),
  );
}
