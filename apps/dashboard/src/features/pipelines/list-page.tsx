import { useRouteParams } from '../../parts/route-params.ts';
import { PipelineList } from '../../parts/lists/pipeline-list.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';

/** What CI did for a repository, newest first. */
export function PipelinesPage() {
  const { owner, repo } = useRouteParams('owner', 'repo');
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="pipelines" wide>
      {() => (
        <div className="panel section-panel">
          <PipelineList owner={owner} repo={repo} />
        </div>
      )}
    </RepositoryFrame>
  );
}
