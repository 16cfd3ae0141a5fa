import { z } from 'zod';

import { Bytes, defineOperation } from '@mosaic/contracts/wire';

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

const PullParams = RepositoryParams.extend({ index: z.coerce.number<number>().int().min(1) });
const FileSide = z.object({
  /** As in git: "100644"; zeros where there is none. */ mode: z.string(),
  /** The id of what is there. */ id: z.string(),
});

/** Gitea's list has no modes, no ids and no word for a binary file, and comes in pages. */
export const listPullChanges = defineOperation({
  id: 'listPullChanges',
  tag: 'pull request',
  summary: 'What a pull request does to each file, 3,000 at most',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pulls/{index}/changes',
  params: PullParams,
  answer: z.object({
    /** Commits that are compared. */
    from: z.string(),
    to: z.string(),
    files: z.array(
      z.object({
        path: z.string(),
        /** Where it was before, when it was renamed. */
        formerPath: z.string().nullable(),
        kind: z.enum(['added', 'deleted', 'renamed', 'modified']),
        /** Lines; 0 of a binary file. */
        additions: z.number().int(),
        deletions: z.number().int(),
        binary: z.boolean(),
        before: FileSide,
        after: FileSide,
      }),
    ),
    /** There are more. */
    truncated: z.boolean(),
  }),
});

/** Gitea has the whole as one text alone. Where git names paths the text names blobs: the list above knows the paths. */
export const getPullChange = defineOperation({
  id: 'getPullChange',
  tag: 'pull request',
  summary: 'What a pull request does to one file, as a unified diff, up to 2 MiB',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pulls/{index}/changes/{filepath}',
  catchAll: 'filepath',
  params: PullParams.extend({ '*': z.string().max(5_000) }),
  query: z.object({
    /** Where the file was before, when it was renamed. */
    former: z.string().max(5_000).default(''),
    /** `ignore`: changes of white space do not count. */
    space: z.enum(['keep', 'ignore']).default('keep'),
    /** Lines around a change. */
    context: z.coerce.number<number>().int().min(0).max(100_000).default(3),
  }),
  answer: Bytes,
});

/** Gitea tells the comments of one review at a time. People are told by their logins; a draft and its comments to who writes it alone. */
export const listPullReviews = defineOperation({
  id: 'listPullReviews',
  tag: 'pull request',
  summary: 'What is said of a pull request: the newest 500 reviews, and the newest 1,000 comments on lines',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pulls/{index}/reviews',
  params: PullParams,
  answer: z.object({
    /** Oldest first, as the comments. */
    reviews: z.array(
      z.object({
        id: z.number().int(),
        reviewer: z.string(),
        /** `pending` is a draft, `requested` somebody who is asked and has not answered. */
        state: z.enum(['approved', 'rejected', 'commented', 'pending', 'requested']),
        body: z.string(),
        /** The head that was looked at; empty of a request. */
        commit: z.string(),
        /** The change is another one since. */
        stale: z.boolean(),
        /** It counts. */
        official: z.boolean(),
        dismissed: z.boolean(),
        /** Who dismissed it and why; null where nobody did, or a newer verdict of the same reviewer has. */
        dismissal: z.object({ by: z.string(), reason: z.string() }).nullable(),
        /** Unix milliseconds, as the other times. */
        submittedAt: z.number().int(),
      }),
    ),
    comments: z.array(
      z.object({
        id: z.number().int(),
        reviewId: z.number().int(),
        author: z.string(),
        body: z.string(),
        /** Who has settled the conversation; null while it is open. */
        resolver: z.string().nullable(),
        path: z.string(),
        side: z.enum(['old', 'new']),
        /** As the side is now; of an outdated one as it was. */
        line: z.number().int(),
        /** The line is gone since. */
        outdated: z.boolean(),
        /** The head that the comment was made at, and the lines that led to it then, that of the comment last. */
        commit: z.string(),
        hunk: z.string(),
        createdAt: z.number().int(),
        /** Later than that once its text was changed. */
        updatedAt: z.number().int(),
        /** Suggestions of it that are in the head's branch, by their place in the text from 0, with their commits. */
        applied: z.array(z.object({ position: z.number().int(), commit: z.string(), by: z.string() })),
      }),
    ),
    /** There are older ones. */
    truncated: z.boolean(),
  }),
});

/**
 * Gitea shows suggestions and applies none. Lines that have moved since are followed; all are committed, or none. Asked again for
 * what is there, it answers the commit that has it.
 */
export const applySuggestions = defineOperation({
  id: 'applySuggestions',
  tag: 'pull request',
  summary:
    'Commits what comments on lines suggest to the branch that a pull request comes from, in one commit, and settles their conversations',
  method: 'POST',
  path: '/-/repositories/{owner}/{repo}/pulls/{index}/suggestions',
  params: PullParams,
  body: z.object({
    /** The head as the caller has seen it: another one is a conflict. */
    head: z.string().min(1).max(64),
    suggestions: z
      .array(
        z.object({
          /** Id of a comment on a line. */
          comment: z.number().int().min(1),
          /** Which suggestion of it, from 0. */
          position: z.number().int().min(0).max(1_000).default(0),
          /** Of the comment as the caller has seen it: one that says something else by now is a conflict. */
          updatedAt: z.number().int(),
        }),
      )
      .min(1)
      .max(100),
    /** Of the commit; empty for one that says how many. Lines that name who suggested stand behind it either way. */
    message: z.string().max(65_536).default(''),
  }),
  answer: z.object({ /** Id of the commit. */ commit: z.string() }),
});

/** For lists: Gitea tells it of one at a time. A number that is no pull request's is left out. */
export const viewPulls = defineOperation({
  id: 'viewPulls',
  tag: 'pull request',
  summary: 'How the checks and the reviews of up to 50 pull requests stand',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pulls',
  params: RepositoryParams,
  query: z.object({
    /** Parted by commas. */
    numbers: z
      .string()
      .regex(/^\d{1,9}(,\d{1,9}){0,49}$/, 'must be up to 50 numbers, parted by commas')
      .transform((text) => text.split(',').map(Number)),
  }),
  answer: z.object({
    /** By number. */
    pulls: z.array(
      z.object({
        number: z.number().int(),
        /** Of the head, all together; `none` where there are none. */
        checks: z.enum(['none', 'pending', 'success', 'failure']),
        /** Verdicts that count, of each reviewer the last. */
        approvals: z.number().int(),
        rejections: z.number().int(),
        /** People who are asked and have not answered. */
        requests: z.number().int(),
      }),
    ),
  }),
});

/** For a form that begins with it; Gitea fills in its own page's alone. */
export const getMergeMessage = defineOperation({
  id: 'getMergeMessage',
  tag: 'pull request',
  summary: 'The message of a merge where nobody writes another one',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pulls/{index}/merge-message',
  params: PullParams,
  query: z.object({ style: z.enum(['merge', 'rebase-merge', 'squash']).default('merge') }),
  answer: z.object({ title: z.string(), body: z.string() }),
});

/** Gitea tells it on its pages alone. */
export const getMergeStanding = defineOperation({
  id: 'getMergeStanding',
  tag: 'pull request',
  summary: 'What the rule of the base still asks of a pull request, what the caller may do about it, and whether a merge is scheduled',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pulls/{index}/merge',
  params: PullParams,
  answer: z.object({
    /** Whether the caller may merge into the base once nothing is unmet. */
    mayMerge: z.boolean(),
    /** Whether they may pass over what is unmet. */
    mayForce: z.boolean(),
    /** In the words of the refusal. */
    unmet: z.array(z.string()),
    /** Null where no merge waits for the checks. */
    scheduled: z.object({ by: z.string(), style: z.string(), mayCancel: z.boolean() }).nullable(),
  }),
});

/** Before there is a pull request of them; Gitea tells it on its pages alone. */
export const getDivergence = defineOperation({
  id: 'getDivergence',
  tag: 'pull request',
  summary: 'How far two branches have parted, and whether one of them merges into the other',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/divergence',
  params: RepositoryParams,
  query: z.object({
    /** A branch of the repository; empty for the default one, as below. */
    base: z.string().max(1_024).default(''),
    /** A branch of it, or of a fork or its parent: `owner:branch`, `owner/name:branch`. */
    head: z.string().max(1_250).default(''),
  }),
  answer: z.object({
    /** Commits that the head has and the base has not, and those that the base has and the head has not. */
    ahead: z.number().int(),
    behind: z.number().int(),
    /** `nothing`: the merge would change no file. */
    merge: z.enum(['clean', 'conflict', 'nothing', 'unrelated']),
    /** Paths of files with conflicts, 100 at most. */
    conflicts: z.array(z.string()),
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
