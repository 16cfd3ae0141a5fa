import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Hook } from '../schemas.ts';
import { PagingQuery } from './paging.ts';

const Config = z.object({
  url: z.string().max(2_000).optional(),
  secret: z.string().max(1_000).optional(),
  content_type: z.enum(['json', 'form']).optional(),
  http_method: z
    .string()
    .regex(/^post$/i, 'deliveries are POST')
    .optional(),
});

/** Members of a hook that a request may set. */
export const HookBody = z.object({
  config: Config.default({}),
  /** `push` alone when absent. */
  events: z.array(z.string().max(50)).max(50).optional(),
  branch_filter: z.string().max(500).optional(),
  authorization_header: z
    .string()
    .max(2_000)
    .regex(/^[\x21-\x7e]*(?: [\x20-\x7e]*)?$/, 'must be printable ASCII, as "Bearer …"')
    .optional(),
  active: z.boolean().optional(),
});
export type HookBody = z.output<typeof HookBody>;

export const HookParams = z.object({ id: z.coerce.number<number>().int().min(1) });

export const repoListHooks = defineOperation({
  id: 'repoListHooks',
  tag: 'repository',
  summary: 'The webhooks of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/hooks',
  query: PagingQuery,
  answer: z.array(Hook),
});

/** 201, never 200: Woodpecker takes 200 for "the repository was renamed". */
export const repoCreateHook = defineOperation({
  id: 'repoCreateHook',
  tag: 'repository',
  summary: 'Adds a webhook to a repository',
  method: 'POST',
  path: '/repos/{owner}/{repo}/hooks',
  body: HookBody.extend({
    type: z.enum(['gitea', 'gogs', 'forgejo']).default('gitea'),
    /** Ours, Gitea ignores it: the pushes that came before the hook are delivered first, and none is missed in between. */
    deliver_earlier: z.boolean().default(false),
  }),
  status: 201,
  answer: Hook,
});

export const repoGetHook = defineOperation({
  id: 'repoGetHook',
  tag: 'repository',
  summary: 'One webhook of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/hooks/{id}',
  params: HookParams,
  answer: Hook,
});

/** What a hook at another address has not delivered yet goes there. */
export const repoEditHook = defineOperation({
  id: 'repoEditHook',
  tag: 'repository',
  summary: 'Changes a webhook of a repository',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/hooks/{id}',
  params: HookParams,
  body: HookBody,
  answer: Hook,
});

export const repoDeleteHook = defineOperation({
  id: 'repoDeleteHook',
  tag: 'repository',
  summary: 'Removes a webhook of a repository',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/hooks/{id}',
  params: HookParams,
});

export const repoTestHook = defineOperation({
  id: 'repoTestHook',
  tag: 'repository',
  summary: 'Delivers the newest push of the default branch once more; nothing when there is none',
  method: 'POST',
  path: '/repos/{owner}/{repo}/hooks/{id}/tests',
  params: HookParams,
});
