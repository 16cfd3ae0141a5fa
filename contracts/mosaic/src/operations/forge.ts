import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

/** What the forge does besides Gitea's contract; paths are whole, no prefix is put before them. */
const RepositoryParams = z.object({ owner: z.string(), repo: z.string() });
const HookParams = z.object({ id: z.coerce.number<number>().int().min(1) });

/** Gitea has no API for it. */
export const searchCode = defineOperation({
  id: 'searchCode',
  tag: 'repository',
  summary: "Lines of a repository's files that hold a text, 100 at most",
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/search',
  params: RepositoryParams,
  query: z.object({
    q: z.string().min(1).max(1_000),
    /** A branch, tag, full ref or commit, as long as a ref may be that was pushed; empty for the default branch. */
    ref: z.string().max(1_024).default(''),
  }),
  answer: z.object({
    matches: z.array(z.object({ path: z.string(), /** From 1. */ line: z.number().int(), text: z.string() })),
    /** There is more, or a damaged file was passed over. */
    truncated: z.boolean().default(false),
  }),
});

/**
 * "tag/rel/1.0/docs/a.md" → the tag "rel/1.0" and the path in it: both hold slashes, and only the repository knows where the one
 * ends.
 */
export const locate = defineOperation({
  id: 'locate',
  tag: 'repository',
  summary: "What a page's address means",
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/at/{filepath}',
  catchAll: 'filepath',
  params: RepositoryParams.extend({ '*': z.string().max(5_000) }),
  answer: z.object({
    kind: z.enum(['branch', 'tag', 'commit']),
    /** Short name of the branch or tag; the id of a commit. */
    name: z.string(),
    /** Full name of the ref, or the id of the commit: no branch or tag of another kind can be taken for it. */
    ref: z.string(),
    commit: z.string(),
    path: z.string(),
  }),
});

/**
 * What a person may see of up to 200 repositories, in one question: lists of other services ask it for each page. A forge that
 * does not know it is asked for each by itself.
 */
export const viewRepositories = defineOperation({
  id: 'viewRepositories',
  tag: 'repository',
  summary: 'Which of these repositories a person may see, and with what rights',
  method: 'POST',
  path: '/-/repositories/view',
  body: z.object({
    /** Whose eyes; absent for the caller's own. */
    login: z.string().max(100).optional(),
    /** Each by id or as "owner/name". */
    repositories: z
      .array(z.union([z.number().int(), z.string().max(220)]))
      .min(1)
      .max(200),
  }),
  answer: z.object({
    /** Those that there are and the person may see, in no order. */
    repositories: z.array(
      z.object({
        id: z.number().int(),
        fullName: z.string(),
        owner: z.string(),
        private: z.boolean(),
        defaultBranch: z.string(),
        permission: z.enum(['read', 'write', 'admin']),
      }),
    ),
  }),
});

/** For the platform's own services, to tell the owners; to others there is no such list. */
export const listDamaged = defineOperation({
  id: 'listDamaged',
  tag: 'repository',
  summary: 'Which repositories were found damaged of late',
  method: 'GET',
  path: '/-/damaged',
  answer: z.object({ /** "owner/name". */ repositories: z.array(z.string()) }),
});

export const listDeliveries = defineOperation({
  id: 'listDeliveries',
  tag: 'hook',
  summary: 'The newest 50 deliveries of a webhook',
  method: 'GET',
  path: '/-/hooks/{id}/deliveries',
  params: HookParams,
  answer: z.object({
    deliveries: z.array(
      z.object({
        /** The same on every try. */
        id: z.string(),
        hookId: z.number().int(),
        eventId: z.string(),
        event: z.string(),
        traceId: z.string(),
        state: z.enum(['waiting', 'delivered', 'failed']),
        attempts: z.number().int(),
        /** Unix milliseconds, as the other times. */
        nextAt: z.number().int(),
        /** Status of the last answer; 0 when none came. */
        status: z.number().int(),
        /** Beginning of the last answer's body, or why none came. */
        response: z.string(),
        createdAt: z.number().int(),
        finishedAt: z.number().int().nullable(),
      }),
    ),
  }),
});

/** E.g. a push that came before the webhook. A delivery is unique on event and hook, so asking twice changes nothing. */
export const deliverEvent = defineOperation({
  id: 'deliverEvent',
  tag: 'hook',
  summary: 'Delivers an event of the past to a webhook',
  method: 'POST',
  path: '/-/hooks/{id}/deliveries',
  params: HookParams,
  body: z.object({ eventId: z.string().min(1).max(100) }),
  status: 202,
  answer: z.object({}),
});
