import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Door, Grant, Introspection } from '../principal.ts';

/** Unix milliseconds. */
const Time = z.number().int();

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

/** What is asked about: a token or session, or a name with its password. */
export const Presented = z.union([
  z.strictObject({ token: z.string().max(4096) }),
  z.strictObject({ username: z.string().max(190), password: z.string().max(256) }),
]);

export const listTokens = defineOperation({
  id: 'listTokens',
  tag: 'tokens',
  summary:
    "The live tokens of the caller, or of another with accounts:token:admin, newest first; those that reach further than the caller's own are left out",
  method: 'GET',
  path: '/-/accounts/tokens',
  query: z.object({ login: z.string().max(190).optional() }),
  answer: z.array(Token),
});

export const createToken = defineOperation({
  id: 'createToken',
  tag: 'tokens',
  summary: 'Makes a token, never worth more than who makes it; its secret is shown this once',
  method: 'POST',
  path: '/-/accounts/tokens',
  body: NewToken,
  status: 201,
  answer: CreatedToken,
  errors: [409],
});

export const revokeToken = defineOperation({
  id: 'revokeToken',
  tag: 'tokens',
  summary: 'Ends a token and those made with it; repeating it is fine',
  method: 'DELETE',
  path: '/-/accounts/tokens/{id}',
  params: z.object({ id: z.string().max(64) }),
});

/** RFC 7662 with JSON and our members. */
export const introspect = defineOperation({
  id: 'introspect',
  tag: 'tokens',
  summary: 'Who a credential stands for, asked by the other services',
  method: 'POST',
  path: '/-/introspect',
  body: Presented,
  answer: Introspection,
});
