import { pageNumber } from '../../api/paging.ts';
import { definePage } from '../../routing/define-page.ts';
import { journeyQuery } from '../journeys/queries.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { pipelineQuery, pipelinesQuery } from './queries.ts';

export const PIPELINE_PAGES = [
  definePage({
    path: '/$owner/$repo/pipelines',
    load: async () => (await import('./list-page.tsx')).PipelinesPage,
    read: ({ owner, repo }, { client, search }) =>
      Promise.all([
        client.ensureQueryData(repositoryQuery(owner, repo)),
        client.ensureQueryData(pipelinesQuery(owner, repo, { page: pageNumber(search.get('page')) })),
      ]),
  }),
  definePage({
    // One page with and without a step in the address, so that choosing a step or a line keeps what was typed and scrolled.
    path: '/$owner/$repo/pipelines/$number/{-$workflow}/{-$step}',
    load: async () => (await import('./page.tsx')).PipelinePage,
    read: async ({ owner, repo, number }, { client }) => {
      const { trace_id, commit } = await client.ensureQueryData(pipelineQuery(owner, repo, number));
      await client.ensureQueryData(journeyQuery(trace_id ?? commit));
    },
  }),
];
