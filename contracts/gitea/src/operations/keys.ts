import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { DeployKey, PublicKey } from '../schemas.ts';
import { PagingQuery } from './paging.ts';
import { UserParams } from './users.ts';

/** Ids end where the column of a database does. */
const Id = z.coerce.number<number>().int().min(1).max(Number.MAX_SAFE_INTEGER);
const KeyParams = z.object({ id: Id });
const UserKeyParams = UserParams.extend(KeyParams.shape);
const Fingerprint = z.string().max(190).optional();
const KeyListQuery = PagingQuery.extend({ /** "SHA256:…"; of oneself or of anybody. */ fingerprint: Fingerprint });

const KeyBody = z.object({
  title: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^\P{Cc}*$/u, 'must be one line of text'),
  /** A line as in `id_ed25519.pub`. */
  key: z.string().min(1).max(32_768),
});

export const userCurrentListKeys = defineOperation({
  id: 'userCurrentListKeys',
  tag: 'user',
  summary: 'One’s own SSH keys; with a fingerprint, the key of that fingerprint, whoever’s it is',
  method: 'GET',
  path: '/user/keys',
  query: KeyListQuery,
  answer: z.array(PublicKey),
});

export const userCurrentPostKey = defineOperation({
  id: 'userCurrentPostKey',
  tag: 'user',
  summary: 'Adds an SSH key to one’s own',
  method: 'POST',
  path: '/user/keys',
  body: KeyBody,
  status: 201,
  answer: PublicKey,
});

export const userCurrentGetKey = defineOperation({
  id: 'userCurrentGetKey',
  tag: 'user',
  summary: 'One SSH key',
  method: 'GET',
  path: '/user/keys/{id}',
  params: KeyParams,
  answer: PublicKey,
});

export const userCurrentDeleteKey = defineOperation({
  id: 'userCurrentDeleteKey',
  tag: 'user',
  summary: 'Deletes one of one’s own SSH keys',
  method: 'DELETE',
  path: '/user/keys/{id}',
  params: KeyParams,
});

export const userListKeys = defineOperation({
  id: 'userListKeys',
  tag: 'user',
  summary: 'The SSH keys of a person',
  method: 'GET',
  path: '/users/{username}/keys',
  params: UserParams,
  query: KeyListQuery,
  answer: z.array(PublicKey),
});

export const adminCreatePublicKey = defineOperation({
  id: 'adminCreatePublicKey',
  tag: 'admin',
  summary: 'Adds an SSH key to those of a person',
  method: 'POST',
  path: '/admin/users/{username}/keys',
  params: UserParams,
  body: KeyBody,
  status: 201,
  answer: PublicKey,
});

export const adminDeleteUserPublicKey = defineOperation({
  id: 'adminDeleteUserPublicKey',
  tag: 'admin',
  summary: 'Deletes an SSH key of a person',
  method: 'DELETE',
  path: '/admin/users/{username}/keys/{id}',
  params: UserKeyParams,
});

export const repoListKeys = defineOperation({
  id: 'repoListKeys',
  tag: 'repository',
  summary: 'The deploy keys of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/keys',
  query: PagingQuery.extend({
    key_id: z.coerce.number<number>().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    fingerprint: Fingerprint,
  }),
  answer: z.array(DeployKey),
});

export const repoCreateKey = defineOperation({
  id: 'repoCreateKey',
  tag: 'repository',
  summary: 'Adds a deploy key to a repository',
  method: 'POST',
  path: '/repos/{owner}/{repo}/keys',
  body: KeyBody.extend({ read_only: z.boolean().default(false) }),
  status: 201,
  answer: DeployKey,
});

export const repoGetKey = defineOperation({
  id: 'repoGetKey',
  tag: 'repository',
  summary: 'One deploy key of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/keys/{id}',
  params: KeyParams,
  answer: DeployKey,
});

export const repoDeleteKey = defineOperation({
  id: 'repoDeleteKey',
  tag: 'repository',
  summary: 'Deletes a deploy key of a repository',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/keys/{id}',
  params: KeyParams,
});
