import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { issueSearchIssues } from '@mosaic/contracts/gitea';
import { viewPulls } from '@mosaic/contracts/mosaic';
import type { z } from 'zod';

import { forge, forgeExtras } from '../../api/clients.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { pullKeys } from '../pulls/keys.ts';
import { workKeys, type WorkSearch } from './keys.ts';

type Query = z.input<typeof issueSearchIssues.query>;

/** How each kind is asked for. */
const KINDS: Record<WorkSearch['kind'], Query> = {
  reviews: { type: 'pulls', review_requested: 'true' },
  assigned: { assigned: 'true' },
  pulls: { type: 'pulls' },
  issues: { type: 'issues' },
};

/** Issues and pull requests of all repositories. `authors`: the agents, where their work is looked for; without one there is nothing to ask. */
export const workQuery = (search: WorkSearch, authors: readonly string[] = []) => {
  const { view, kind, state, q, page } = search;
  const whose: Query = view === 'mine' ? { created: 'true' } : view === 'agents' ? { created_by: authors.join(',') } : {};
  return queryOptions({
    queryKey: workKeys.list(search, authors),
    queryFn: () => forge.callPage(issueSearchIssues, { query: { ...KINDS[kind], ...whose, state, q, page, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
    enabled: view !== 'agents' || authors.length > 0,
  });
};

/** How pull requests of one repository stand, by number: what its own list asks, kept in the same place. */
export const standingQuery = (owner: string, repo: string, numbers: readonly number[]) =>
  queryOptions({
    queryKey: pullKeys.views(`${owner}/${repo}`, numbers),
    queryFn: async () => {
      const found = await forgeExtras.callOrNull(viewPulls, { owner, repo, query: { numbers: numbers.join(',') } });
      return new Map((found?.pulls ?? []).map((view) => [view.number, view]));
    },
  });

export type Standing = z.output<(typeof viewPulls)['answer']>['pulls'][number];
