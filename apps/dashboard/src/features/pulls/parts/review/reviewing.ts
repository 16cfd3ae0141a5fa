import { createContext, use, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';

import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { useTextBase } from '../../../../parts/markdown/text-base.ts';
import type { MarkdownBase } from '../../../../parts/render/markdown-links.ts';
import { useSession } from '../../../session/queries.ts';
import { type Review, reviewsQuery } from '../../review-queries.ts';
import { mayUpdate } from '../pull-facts.ts';
import { usePullRights } from '../pull-rights.ts';
import { type Thread, threadsOf } from './threads.ts';

/** What is said of a pull request, and what the reader may say. */
export interface Reviewing {
  place: { owner: string; repo: string; number: number };
  /** The commit that is looked at. */
  head: string;
  /** Where links in comments lead. */
  base: MarkdownBase | null;
  me: string;
  mayWrite: boolean;
  mayResolve: boolean;
  /** Whether suggestions may be committed to the branch that it comes from. */
  mayCommit: boolean;
  /** What the reader has begun to say. */
  draft: Review | null;
  threads: readonly Thread[];
}

/** For parts far below, so that what stands between is not drawn again when something is said. */
export const ReviewingContext = createContext<Reviewing | null>(null);

/** @throws outside of the context. */
export function useReviewed(): Reviewing {
  const reviewing = use(ReviewingContext);
  if (reviewing === null) throw new Error('This stands outside of what is reviewed.');
  return reviewing;
}

const NONE: readonly Review[] = [];

/** `error` where reviews could not be read; what is shown is then what is known. */
export function useReviewing(
  { owner, repo }: { owner: string; repo: string },
  pull: PullRequest,
  repository: Repository,
): { reviewing: Reviewing; reviews: readonly Review[]; isCut: boolean; error: unknown } {
  const { login: me } = useSession().principal;
  const { mayEdit, mayPush } = usePullRights(pull, repository);
  const base = useTextBase(`${owner}/${repo}`);
  const { data, error } = useQuery(reviewsQuery(owner, repo, pull.number));
  const { number } = pull;
  const head = pull.head.sha;
  const mayWrite = !repository.archived;
  const mayCommit = mayWrite && pull.state === 'open' && mayUpdate(pull, mayPush) && data?.appliesSuggestions === true;
  // What the base is does not change while a repository is looked at; a new object each time would draw every line again.
  const baseKey = JSON.stringify(base);
  const reviewing = useMemo<Reviewing>(
    () => ({
      place: { owner, repo, number },
      head,
      base: JSON.parse(baseKey) as MarkdownBase | null,
      me,
      mayWrite,
      mayResolve: mayEdit,
      mayCommit,
      draft: data?.reviews.find(({ state, reviewer }) => state === 'pending' && reviewer === me) ?? null,
      threads: data === undefined ? [] : threadsOf(data),
    }),
    [owner, repo, number, head, baseKey, me, mayWrite, mayEdit, mayCommit, data],
  );
  return { reviewing, reviews: data?.reviews ?? NONE, isCut: data?.truncated === true, error };
}
