import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Grant } from '../principal.ts';
import { Principal } from './principals.ts';

/** Unix milliseconds. */
const Time = z.number().int();

export const SignIn = z.strictObject({ username: z.string().min(1).max(190), password: z.string().min(1).max(256) });

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

/** Its address, `/-/enter`, answers pages and redirects, and so stands in no contract of data. */
export const Link = z.object({ url: z.string(), expiresAt: Time });
export type Link = z.infer<typeof Link>;

/** What a site's one-time code stands for, and the session or token with which it was made: what it opens ends with that one. */
export const SiteVisit = z.object({ login: z.string(), host: z.string(), credentialId: z.string() });

export const signIn = defineOperation({
  id: 'signIn',
  tag: 'sessions',
  summary: 'Name and password against a session, which the cookie of the answer holds',
  method: 'POST',
  path: '/-/accounts/session',
  body: SignIn,
  answer: Session,
});

export const getSession = defineOperation({
  id: 'getSession',
  tag: 'sessions',
  summary: 'Who asks, by cookie or token, and what they may do; 401 when nobody is signed in',
  method: 'GET',
  path: '/-/accounts/session',
  answer: Session,
});

export const signOut = defineOperation({
  id: 'signOut',
  tag: 'sessions',
  summary: 'Ends the session that asks; the cookie goes in any case',
  method: 'DELETE',
  path: '/-/accounts/session',
});

export const createLink = defineOperation({
  id: 'createLink',
  tag: 'sessions',
  summary: 'A link that signs a person in, once, within 15 minutes',
  method: 'POST',
  path: '/-/accounts/links',
  body: NewLink,
  status: 201,
  answer: Link,
});

export const redeemSiteCode = defineOperation({
  id: 'redeemSiteCode',
  tag: 'sessions',
  summary: "Whom a site's one-time code stands for, and for which host; once, within a minute",
  method: 'POST',
  path: '/-/site-codes/redeem',
  body: z.strictObject({ code: z.string().max(100) }),
  answer: SiteVisit,
});

export const getCredential = defineOperation({
  id: 'getCredential',
  tag: 'sessions',
  summary: 'Whose session or token bears the id (no secret); 404 once it has ended',
  method: 'GET',
  path: '/-/credentials/{id}',
  params: z.object({ id: z.string().max(100) }),
  answer: z.object({ login: z.string() }),
});
