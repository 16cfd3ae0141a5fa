import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { goList, Secret } from '../schemas.ts';
import { EventNames, PagingQuery, RepositoryParams } from './parameters.ts';

const SecretParams = RepositoryParams.extend({ secretName: z.string().min(1).max(100) });
/** The server refuses besides what the masks of logs cannot hide. */
const Value = z.string().max(64 * 1024);
const Images = z.array(z.string().max(300)).max(50);
const Note = z.string().max(1000);

export const getRepoSecrets = defineOperation({
  id: 'getRepoSecrets',
  tag: 'Repository secrets',
  summary: 'Names and filters of the secrets of a repository, never their values',
  method: 'GET',
  path: '/repos/{repo_id}/secrets',
  params: RepositoryParams,
  query: PagingQuery,
  answer: goList(Secret),
});

/** At least one event must be named, so that nobody hands a value to all by oversight (docs/reference/pipelines.md#variables). */
export const postRepoSecrets = defineOperation({
  id: 'postRepoSecrets',
  tag: 'Repository secrets',
  summary: 'Adds a secret to a repository',
  method: 'POST',
  path: '/repos/{repo_id}/secrets',
  params: RepositoryParams,
  body: z.object({
    name: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, 'use 1–100 letters, digits, "_", "." or "-"'),
    value: Value.min(1),
    events: EventNames.min(1).default(['push', 'tag', 'release', 'deployment', 'cron', 'manual']),
    images: Images.default([]),
    note: Note.default(''),
  }),
  answer: Secret,
  errors: [409],
});

export const getRepoSecret = defineOperation({
  id: 'getRepoSecret',
  tag: 'Repository secrets',
  summary: 'One secret of a repository, without its value',
  method: 'GET',
  path: '/repos/{repo_id}/secrets/{secretName}',
  params: SecretParams,
  answer: Secret,
});

/** Changes what is given; the name stays. An empty value or list of events is how woodpecker-cli says nothing of them. */
export const patchRepoSecret = defineOperation({
  id: 'patchRepoSecret',
  tag: 'Repository secrets',
  summary: 'Changes a secret of a repository',
  method: 'PATCH',
  path: '/repos/{repo_id}/secrets/{secretName}',
  params: SecretParams,
  body: z.object({
    value: Value.transform((value) => (value === '' ? undefined : value)).optional(),
    events: EventNames.transform((events) => (events.length === 0 ? undefined : events)).optional(),
    images: Images.optional(),
    note: Note.optional(),
  }),
  answer: Secret,
});

export const deleteRepoSecret = defineOperation({
  id: 'deleteRepoSecret',
  tag: 'Repository secrets',
  summary: 'Removes a secret of a repository',
  method: 'DELETE',
  path: '/repos/{repo_id}/secrets/{secretName}',
  params: SecretParams,
});
