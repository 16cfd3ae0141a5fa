import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

/** An address with a scheme to which people are led back; compared whole (RFC 6749, 3.1.2). */
export const RedirectUri = z.string().min(1).max(1_024);

/** A program that people may let in (RFC 6749: a client), without its secret. */
export const OauthApplication = z.object({
  id: z.number().int(),
  clientId: z.string(),
  /** Who registered it; null for one that every installation knows. */
  owner: z.string().nullable(),
  name: z.string(),
  redirectUris: z.array(z.string()),
  /** Runs on a server and keeps a secret; one that does not proves each request by PKCE instead. */
  confidential: z.boolean(),
  /** Whoever has let it in is not asked again, though it keeps no secret. */
  trusted: z.boolean(),
  /** Unix milliseconds. */
  createdAt: z.number().int(),
});
export type OauthApplication = z.infer<typeof OauthApplication>;

/** The only answer that ever shows the secret. */
export const OauthApplicationWithSecret = OauthApplication.extend({ clientSecret: z.string() });
export type OauthApplicationWithSecret = z.infer<typeof OauthApplicationWithSecret>;

/** What an application is; all of it is said each time. */
export const NewOauthApplication = z.strictObject({
  /** For another; needs accounts:application:admin. */
  login: z.string().max(190).optional(),
  name: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^\P{Cc}*$/u, 'must be one line of text'),
  redirectUris: z.array(RedirectUri).min(1).max(20),
  confidential: z.boolean(),
  trusted: z.boolean(),
});
export type NewOauthApplication = z.infer<typeof NewOauthApplication>;

/** That a person has let an application in. */
export const OauthGrant = z.object({
  id: z.string(),
  application: z.object({ clientId: z.string(), name: z.string(), owner: z.string().nullable() }),
  /** What was asked for, as it was asked. */
  scope: z.string(),
  /** What that allows, in words. */
  allows: z.array(z.string()),
  /** Unix milliseconds. */
  createdAt: z.number().int(),
  /** When it last got a token, Unix milliseconds. */
  usedAt: z.number().int(),
});
export type OauthGrant = z.infer<typeof OauthGrant>;

const OfLogin = z.object({ login: z.string().max(190).optional() });
const ApplicationParams = z.object({ id: z.coerce.number<number>().int().min(1).max(Number.MAX_SAFE_INTEGER) });

export const listOauthApplications = defineOperation({
  id: 'listOauthApplications',
  tag: 'oauth',
  summary: 'The applications that the caller registered, or another with accounts:application:admin, in the order of their making',
  method: 'GET',
  path: '/-/accounts/oauth/applications',
  query: OfLogin,
  answer: z.array(OauthApplication),
});

export const createOauthApplication = defineOperation({
  id: 'createOauthApplication',
  tag: 'oauth',
  summary: 'Registers an application that people may let in; its secret is shown this once',
  method: 'POST',
  path: '/-/accounts/oauth/applications',
  body: NewOauthApplication,
  status: 201,
  answer: OauthApplicationWithSecret,
  errors: [409],
});

export const replaceOauthApplication = defineOperation({
  id: 'replaceOauthApplication',
  tag: 'oauth',
  summary: 'Says anew what an application is, and gives it a new secret, which is shown this once; the one before counts no more',
  method: 'PUT',
  path: '/-/accounts/oauth/applications/{id}',
  params: ApplicationParams,
  body: NewOauthApplication,
  answer: OauthApplicationWithSecret,
});

export const deleteOauthApplication = defineOperation({
  id: 'deleteOauthApplication',
  tag: 'oauth',
  summary: 'Deletes an application; whoever had let it in has no more',
  method: 'DELETE',
  path: '/-/accounts/oauth/applications/{id}',
  params: ApplicationParams,
  query: OfLogin,
});

export const listOauthGrants = defineOperation({
  id: 'listOauthGrants',
  tag: 'oauth',
  summary: 'The applications that the caller has let in, the latest first',
  method: 'GET',
  path: '/-/accounts/oauth/grants',
  answer: z.array(OauthGrant),
});

export const endOauthGrant = defineOperation({
  id: 'endOauthGrant',
  tag: 'oauth',
  summary: 'Lets an application in no more; every token that it got for the caller ends',
  method: 'DELETE',
  path: '/-/accounts/oauth/grants/{id}',
  params: z.object({ id: z.string().max(64) }),
});
