import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { OAuth2Application } from '../schemas.ts';
import { PagingQuery } from './paging.ts';

const ApplicationParams = z.object({ id: z.coerce.number<number>().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** What an application is; what is left out is false. */
export const OAuth2ApplicationBody = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^\P{Cc}*$/u, 'must be one line of text'),
  redirect_uris: z.array(z.string().min(1).max(1_024)).min(1).max(20),
  confidential_client: z.boolean().default(false),
  skip_secondary_authorization: z.boolean().default(false),
});

export const userGetOAuth2Applications = defineOperation({
  id: 'userGetOAuth2Applications',
  tag: 'user',
  summary: 'The applications that one has registered, without their secrets',
  method: 'GET',
  path: '/user/applications/oauth2',
  query: PagingQuery,
  answer: z.array(OAuth2Application),
});

export const userCreateOAuth2Application = defineOperation({
  id: 'userCreateOAuth2Application',
  tag: 'user',
  summary: 'Registers an application that people may let in; its secret is shown this once',
  method: 'POST',
  path: '/user/applications/oauth2',
  body: OAuth2ApplicationBody,
  status: 201,
  answer: OAuth2Application,
});

export const userGetOAuth2Application = defineOperation({
  id: 'userGetOAuth2Application',
  tag: 'user',
  summary: 'One application that one has registered, without its secret',
  method: 'GET',
  path: '/user/applications/oauth2/{id}',
  params: ApplicationParams,
  answer: OAuth2Application,
});

export const userUpdateOAuth2Application = defineOperation({
  id: 'userUpdateOAuth2Application',
  tag: 'user',
  summary: 'Says anew what an application is, and gives it a new secret, which is shown this once',
  method: 'PATCH',
  path: '/user/applications/oauth2/{id}',
  params: ApplicationParams,
  body: OAuth2ApplicationBody,
  answer: OAuth2Application,
});

export const userDeleteOAuth2Application = defineOperation({
  id: 'userDeleteOAuth2Application',
  tag: 'user',
  summary: 'Deletes an application; whoever had let it in has no more',
  method: 'DELETE',
  path: '/user/applications/oauth2/{id}',
  params: ApplicationParams,
});
