import { z } from 'zod';

import { AGENT_ROLE_NAMES, PERSON_ROLES } from './roles.ts';
import { DOORS } from './service-lists.ts';

/** Who may act. Kinds are fixed; roles say what each may do. */
export const PrincipalKind = z.enum(['person', 'agent', 'service']);
export type PrincipalKind = z.infer<typeof PrincipalKind>;

export const Role = z.enum([...PERSON_ROLES, ...AGENT_ROLE_NAMES, 'service']);
export type Role = z.infer<typeof Role>;

/** Which listener a token may be presented at. */
export const Door = z.enum(DOORS);
export type Door = z.infer<typeof Door>;

/**
 * `service:resource:action` as it comes from outside, each part a word or `*`. Actions: read, write, admin; write implies read,
 * admin implies both. What our own code asks for is a `Permission` (grants.ts).
 */
export const Grant = z.string().regex(/^(\*|[a-z-]+):(\*|[a-z-]+):(\*|read|write|admin)$/);
export type Grant = z.infer<typeof Grant>;

/** A name that leads an address: 1–40 characters, no reserved word. */
export const Login = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?$/,
    'use 1–40 letters, digits, ".", "_" or "-", beginning and ending with a letter or digit',
  )
  .refine((name) => !/[._-]{2}|\.git$|\.wiki$/i.test(name), 'must not hold two separators in a row or end in .git or .wiki')
  .refine((name) => !RESERVED_NAMES.has(name.toLowerCase()), 'this name is reserved');

/** Words that Gitea or we lead paths with; no principal may bear one. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  '-',
  '.',
  '..',
  '.well-known',
  'admin',
  'api',
  'assets',
  'attachments',
  'avatar',
  'avatars',
  'captcha',
  'commits',
  'debug',
  'error',
  'explore',
  'favicon.ico',
  'ghost',
  'gitea-actions',
  'healthz',
  'issues',
  'login',
  'manifest.json',
  'metrics',
  'milestones',
  'new',
  'notifications',
  'org',
  'pulls',
  'raw',
  'readyz',
  'repo',
  'repo-avatars',
  'robots.txt',
  'search',
  'sitemap.xml',
  'ssh_info',
  'stars',
  'swagger.v1.json',
  'template',
  'user',
  'v2',
]);

/**
 * What a token or session stands for, as answered by `POST /-/introspect` (RFC 7662, with our members).
 * An inactive answer has no other member.
 */
export const Introspection = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    /** Stable id of the principal. */
    sub: z.string(),
    username: z.string(),
    kind: PrincipalKind,
    role: Role,
    /** One of the platform's own principals: it works for the whole installation, as far as its grants go. No other ever does. */
    built_in: z.boolean(),
    name: z.string(),
    email: z.string(),
    /** Numeric id, used where a contract wants one (Gitea's user id). */
    uid: z.number().int(),
    /** Id of the token or session; never its secret. */
    token_id: z.string(),
    doors: z.array(Door),
    grants: z.array(Grant),
    /** Gitea ids of the only repositories the token may touch; absent for no such limit. */
    repositories: z.array(z.number().int()).optional(),
    /** The attempt at a task that the token is for: the task's key and the lease's epoch; absent for any other. */
    attempt: z.object({ task: z.string(), epoch: z.number().int() }).optional(),
    /** Unix seconds; absent for a token without end. */
    exp: z.number().int().optional(),
  }),
]);
export type Introspection = z.infer<typeof Introspection>;
