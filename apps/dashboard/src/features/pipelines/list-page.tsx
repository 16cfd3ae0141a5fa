import { PipelineList } from '../../parts/lists/pipeline-list.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';

/** What CI did for a repository, newest first. */
export function PipelinesPage({ owner, repo }: { owner: string; repo: string }) {
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="pipelines" wide>
      {() => (
        <Panel>
          <PipelineList owner={owner} repo={repo} />
        </Panel>
      )}
    </RepositoryFrame>
  );
}
