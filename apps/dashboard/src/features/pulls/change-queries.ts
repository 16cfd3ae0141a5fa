import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';

import { type PullRequest, repoDownloadPullDiffOrPatch } from '@mosaic/contracts/gitea';
import { getMergeMessage, getMergeStanding, getPullChange, listPullChanges } from '@mosaic/contracts/mosaic';

import { forge, forgeExtras } from '../../api/clients.ts';
import { orMissing } from '../../api/failure.ts';
import { type AskedChange, pullKeys, type PullRange } from './keys.ts';
import { rangeOf } from './queries.ts';

// Of the pages that show a change alone: apart from what the first load brings.

/**
 * What it does to each file; where another forge stands in ours' place, which has no such list, the whole as `git diff` writes it.
 * Names of files are bytes.
 */
export const pullChangesQuery = (owner: string, repo: string, range: PullRange) =>
  queryOptions({
    queryKey: pullKeys.changes(`${owner}/${repo}`, range),
    queryFn: async () => {
      const listed = await forgeExtras.callOrNull(listPullChanges, { owner, repo, index: range.number });
      if (listed !== null) return { listed, text: null };
      const text = await forge.callOrNull(repoDownloadPullDiffOrPatch, { owner, repo, index: range.number, diffType: 'diff' });
      return { listed: null, text: orMissing(text, `The change of pull request #${range.number}`) };
    },
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** Lines around a change where all are wanted: the contract's most. */
const ALL_LINES = 100_000;

/** What it does to one file. */
export const pullChangeQuery = (owner: string, repo: string, { range, asked }: { range: PullRange; asked: AskedChange }) =>
  queryOptions({
    queryKey: pullKeys.change(`${owner}/${repo}`, range, asked),
    queryFn: ({ signal }) => {
      const query = { former: asked.former, space: asked.space, ...(asked.isWhole ? { context: ALL_LINES } : {}) };
      return forgeExtras.call(getPullChange, { owner, repo, index: range.number, filepath: asked.path, query }, { signal });
    },
    staleTime: Infinity,
  });

/** What a merge says of itself where nobody says otherwise; null where the forge does not tell. */
export const mergeMessageQuery = (
  owner: string,
  repo: string,
  { pull, style }: { pull: PullRequest; style: 'merge' | 'squash' | 'rebase-merge' },
) =>
  queryOptions({
    queryKey: pullKeys.message(`${owner}/${repo}`, rangeOf(pull), style, pull.title),
    queryFn: () => forgeExtras.callOrNull(getMergeMessage, { owner, repo, index: pull.number, query: { style } }),
  });

export type MergeStanding = z.output<(typeof getMergeStanding)['answer']>;

/** What still hinders a merge; null where the forge does not tell. */
export const mergeStandingQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: pullKeys.views(`${owner}/${repo}`, number),
    queryFn: () => forgeExtras.callOrNull(getMergeStanding, { owner, repo, index: number }),
  });
