import { useQuery } from '@tanstack/react-query';

import type { Repository } from '@mosaic/contracts/gitea';

import { useSearchParam } from '../../parts/app-link.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { SourceTools } from '../../parts/repository/source-tools.tsx';
import { PullRequestIcon } from '../../theme/icons.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { BranchSelect } from './parts/branch-select.tsx';
import { Comparison } from './parts/comparison.tsx';
import { pullCrumbs } from './parts/pull-crumbs.ts';

/** Opens a pull request between two branches, after a look at what it would bring. */
export function NewPullPage({ owner, repo }: { owner: string; repo: string }) {
  const repository = useQuery(repositoryQuery(owner, repo));
  return (
    <Loaded query={repository} isPage rows={10}>
      {(found) => (
        <ObjectPage title="Open a pull request" icon={PullRequestIcon} wide crumbs={pullCrumbs(owner, repo)}>
          <NewPull owner={owner} repo={repo} repository={found} />
        </ObjectPage>
      )}
    </Loaded>
  );
}

function NewPull({ owner, repo, repository }: { owner: string; repo: string; repository: Repository }) {
  const [base, setBase] = useSearchParam('base', repository.default_branch);
  const [head, setHead] = useSearchParam('head', '');
  return (
    <>
      <SourceTools>
        <BranchSelect owner={owner} repo={repo} label="From" value={head} onChange={setHead} />
        <BranchSelect owner={owner} repo={repo} label="Into" value={base} onChange={setBase} />
      </SourceTools>
      {head === '' ? (
        <p className="muted">Choose the branch that has your change: what it would bring stands here then.</p>
      ) : base === head ? (
        <p className="muted">A branch cannot be merged into itself; choose two.</p>
      ) : (
        <Comparison key={`${base} ${head}`} owner={owner} repo={repo} pair={{ base, head }} />
      )}
    </>
  );
}
