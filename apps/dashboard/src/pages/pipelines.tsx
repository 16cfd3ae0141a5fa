import { useQuery } from '@tanstack/react-query';

import { pipelinesQuery } from '../api/queries.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { PipelineTable } from './pipeline-table.tsx';
import { RepositoryFrame } from './repository-frame.tsx';

/** What CI did for a repository, newest first. */
export function PipelinesPage() {
  const { owner, repo } = useRouteParams('owner', 'repo');
  const pipelines = useQuery(pipelinesQuery(owner, repo));
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="pipelines" wide>
      {() => (
        <div className="panel section-panel">
          <Loaded query={pipelines} rows={12}>
            {(list) => <PipelineTable repository={`${owner}/${repo}`} rows={list} />}
          </Loaded>
        </div>
      )}
    </RepositoryFrame>
  );
}
