import { z } from 'zod';

import { encodeByteText, expectOk, expectOkOrMissing, query, type Send, type WireRequest } from '@mosaic/contracts/wire';

import { EventRecord } from './events.ts';
import { Door, Grant, Introspection, Login, PrincipalKind, Role } from './principal.ts';

/** Unix milliseconds. */
const Time = z.number().int();
/** A password that a person chooses. The upper bound keeps hashing cheap. */
export const Password = z.string().min(12, 'use at least 12 characters').max(256);

/** A person, agent or service account, as others see it. */
export const Principal = z.object({
  /** Stable id (UUID). */
  id: z.string(),
  /** Numeric id, used where a contract wants one. */
  uid: z.number().int(),
  login: z.string(),
  kind: PrincipalKind,
  role: Role,
  /** One of the platform's own, which works for the whole installation. */
  builtIn: z.boolean(),
  name: z.string(),
  /** Empty for readers who may not see it. */
  email: z.string(),
  disabled: z.boolean(),
  createdAt: Time,
});
export type Principal = z.infer<typeof Principal>;

export const NewPrincipal = z.strictObject({
  login: Login,
  kind: PrincipalKind.default('person'),
  role: Role.default('developer'),
  name: z.string().max(190).default(''),
  email: z.union([z.literal(''), z.email().max(190)]).default(''),
  /** Left out: nobody can sign in by password, only by a one-time link. */
  password: Password.optional(),
});
export type NewPrincipal = z.input<typeof NewPrincipal>;

/** Only what is given changes. One's own password needs the current one. */
export const PrincipalPatch = z.strictObject({
  name: z.string().max(190).optional(),
  email: z.union([z.literal(''), z.email().max(190)]).optional(),
  role: Role.optional(),
  disabled: z.boolean().optional(),
  password: Password.optional(),
  currentPassword: z.string().max(256).optional(),
});
export type PrincipalPatch = z.input<typeof PrincipalPatch>;

/** A token without its secret. */
export const Token = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  doors: z.array(Door),
  grants: z.array(Grant),
  /** Ids of the only repositories that it may touch; null for no such limit. */
  repositories: z.array(z.number().int()).nullable(),
  createdAt: Time,
  expiresAt: Time.nullable(),
  /** Exact to a minute; null when never used. */
  lastUsedAt: Time.nullable(),
});
export type Token = z.infer<typeof Token>;

export const NewToken = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** For another principal; needs accounts:token:admin. */
  login: z.string().max(40).optional(),
  doors: z.array(Door).min(1).max(Door.options.length),
  grants: z.array(Grant).min(1).max(100),
  repositories: z.array(z.number().int().positive()).min(1).max(500).optional(),
  /** Without end when left out; at most ten years. */
  expiresInSeconds: z
    .number()
    .int()
    .min(1)
    .max(10 * 366 * 86_400)
    .optional(),
});
export type NewToken = z.input<typeof NewToken>;

/** The only answer that ever shows the secret. */
export const CreatedToken = Token.extend({ token: z.string() });
export type CreatedToken = z.infer<typeof CreatedToken>;

export const SignIn = z.strictObject({ username: z.string().min(1).max(190), password: z.string().min(1).max(256) });
export type SignIn = z.infer<typeof SignIn>;

/** Who is signed in; the grants say what the pages may show. */
export const Session = z.object({ principal: Principal, grants: z.array(Grant), expiresAt: Time.nullable() });
export type Session = z.infer<typeof Session>;

/** `password` lets the person choose a new password without the current one. */
export const LinkPurpose = z.enum(['sign-in', 'password']);
export type LinkPurpose = z.infer<typeof LinkPurpose>;

export const NewLink = z.strictObject({
  login: z.string().max(40),
  purpose: LinkPurpose.default('sign-in'),
  /** Path of ours to open after signing in. */
  next: z
    .string()
    .max(1000)
    .regex(/^\/(?![/\\])[^\\]*$/, 'must be a path that begins with one "/"')
    .default('/'),
});
export type NewLink = z.input<typeof NewLink>;
export const Link = z.object({ url: z.string(), expiresAt: Time });
export type Link = z.infer<typeof Link>;

/** What a site's one-time code stands for. */
export const SiteVisit = z.object({ login: z.string(), host: z.string() });
export type SiteVisit = z.infer<typeof SiteVisit>;

/** One link of the audit chain; `hash` covers every member above it and `prevHash`. */
export const AuditRecord = EventRecord.omit({ id: true }).extend({ eventId: z.string(), prevHash: z.string(), hash: z.string() });
export type AuditRecord = z.infer<typeof AuditRecord>;
/** Oldest first unless asked otherwise; `last` is the cursor to ask with next: as `after`, or as `before` with `order: 'desc'`. */
export const AuditPage = z.object({ records: z.array(AuditRecord), last: z.number().int() });
export type AuditPage = z.infer<typeof AuditPage>;

/** `brokenAt` is the first record that does not fit; null when the chain is whole. */
export const AuditVerdict = z.object({ intact: z.boolean(), records: z.number().int(), brokenAt: z.number().int().nullable() });
export type AuditVerdict = z.infer<typeof AuditVerdict>;

/** What became of the push of the demo; the rest of its journey goes on. */
export const StartedDemo = z.object({ repository: z.string(), traceId: z.string() });
export type StartedDemo = z.infer<typeof StartedDemo>;

/** An event that a service's consumer could not take and has put aside. */
export const ParkedEvent = z.object({
  service: z.string(),
  consumer: z.string(),
  seq: z.number().int(),
  type: z.string(),
  subject: z.string(),
  error: z.string(),
  attempts: z.number().int(),
  /** Unix milliseconds. */
  parkedAt: z.number(),
  /** Whether it is going to be tried again: somebody asked for it, or it is by itself. */
  replay: z.boolean(),
});
export type ParkedEvent = z.infer<typeof ParkedEvent>;

/** What `mosaic status --json` prints. */
export const SystemStatus = z.object({
  services: z.array(
    z.object({
      name: z.string(),
      url: z.string(),
      state: z.enum(['ok', 'degraded', 'down']),
      reason: z.string().optional(),
      /** Where the whole reason is told of elsewhere: in `parked`, or at the neighbour that is down. */
      follows: z.enum(['parked', 'neighbour']).optional(),
      /** What there is to know although nothing is wrong, e.g. how pipeline steps are fenced. */
      note: z.string().optional(),
    }),
  ),
  /** What the services' consumers have put aside, oldest first for each; at most 200 of one service. */
  parked: z.array(ParkedEvent).default([]),
  version: z.string(),
  uptimeMs: z.number(),
});
export type SystemStatus = z.infer<typeof SystemStatus>;

/**
 * Accounts' native API. `send` carries the caller's credential (a token, or in the dashboard the session cookie). A refusal
 * is a WireError whose body is an RFC 9457 problem.
 */
export function createAccountsClient(send: Send) {
  const ask = async <S extends z.ZodType>(schema: S, request: WireRequest): Promise<z.output<S>> =>
    schema.parse(await (await expectOk(send, request)).json());
  const tell = async (request: WireRequest): Promise<void> => (await expectOk(send, request)).discard();
  const principalPath = (login: string) => `/-/accounts/principals/${encodeByteText(login)}`;

  return {
    introspect: (credential: { token: string } | { username: string; password: string }) =>
      ask(Introspection, { method: 'POST', path: '/-/introspect', body: credential }),

    signIn: (body: SignIn) => ask(Session, { method: 'POST', path: '/-/accounts/session', body }),
    /** Throws a WireError of status 401 when nobody is signed in. */
    getSession: () => ask(Session, { method: 'GET', path: '/-/accounts/session' }),
    signOut: () => tell({ method: 'DELETE', path: '/-/accounts/session' }),

    listPrincipals: () => ask(z.array(Principal), { method: 'GET', path: '/-/accounts/principals' }),
    async getPrincipal(login: string): Promise<Principal | null> {
      const response = await expectOkOrMissing(send, { method: 'GET', path: principalPath(login) });
      return response === null ? null : Principal.parse(await response.json());
    },
    createPrincipal: (body: NewPrincipal) => ask(Principal, { method: 'POST', path: '/-/accounts/principals', body }),
    updatePrincipal: (login: string, body: PrincipalPatch) => ask(Principal, { method: 'PATCH', path: principalPath(login), body }),

    /** One's own, or those of `login` (accounts:token:admin). */
    listTokens: (login?: string) => ask(z.array(Token), { method: 'GET', path: `/-/accounts/tokens${query({ login })}` }),
    createToken: (body: NewToken) => ask(CreatedToken, { method: 'POST', path: '/-/accounts/tokens', body }),
    revokeToken: (id: string) => tell({ method: 'DELETE', path: `/-/accounts/tokens/${encodeByteText(id)}` }),

    createLink: (body: NewLink) => ask(Link, { method: 'POST', path: '/-/accounts/links', body }),
    /** Null when the code is unknown, spent or older than a minute. */
    async redeemSiteCode(code: string): Promise<SiteVisit | null> {
      const response = await expectOkOrMissing(send, { method: 'POST', path: '/-/site-codes/redeem', body: { code } });
      return response === null ? null : SiteVisit.parse(await response.json());
    },

    readAudit: (page: { after?: number; limit?: number } | { order: 'desc'; before?: number; limit?: number } = {}) =>
      ask(AuditPage, { method: 'GET', path: `/-/accounts/audit${query(page)}` }),
    verifyAudit: () => ask(AuditVerdict, { method: 'GET', path: '/-/accounts/audit/verify' }),

    getSystem: () => ask(SystemStatus, { method: 'GET', path: '/-/accounts/system' }),
    /** Runs the demo as the caller; one at a time. */
    startDemo: () => ask(StartedDemo, { method: 'POST', path: '/-/accounts/demo' }),
    stop: () => tell({ method: 'POST', path: '/-/control/stop' }),
  };
}
export type AccountsClient = ReturnType<typeof createAccountsClient>;
