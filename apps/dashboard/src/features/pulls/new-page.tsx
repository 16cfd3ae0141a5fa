import { useQuery } from '@tanstack/react-query';

import type { Repository } from '@mosaic/contracts/gitea';

import { newPullPath } from '../../api/ref-path.ts';
import { pathTo, useGo, useSearchParam } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { familyQuery } from '../../parts/repository/forks-query.ts';
import { SourceTools } from '../../parts/repository/source-tools.tsx';
import { PullRequestIcon } from '../../theme/icons.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { BranchSelect } from './parts/branch-select.tsx';
import { Comparison } from './parts/comparison.tsx';
import { type HeadChoice, headOfAddress, nameOfHead } from './parts/head-of-address.ts';
import { pullCrumbs } from './parts/pull-crumbs.ts';
import { RepositorySelect } from './parts/repository-select.tsx';

/** Opens a pull request between two branches, of one repository or of two that go back to the same one, after a look at what it would bring. */
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

interface NewPullProps {
  owner: string;
  repo: string;
  repository: Repository;
}

function NewPull({ owner, repo, repository }: NewPullProps) {
  const [base, setBase] = useSearchParam('base', repository.default_branch);
  const [asked, setAsked] = useSearchParam('head', '');
  const family = useQuery(familyQuery(repository));
  const found = headOfAddress(asked, repository, family.data ?? []);
  const head = found ?? { repository: repository.full_name, branch: '' };
  const choose = (choice: HeadChoice): void => setAsked(nameOfHead(choice, repository));
  return (
    <>
      <SourceTools>
        <From repository={repository} family={family.data ?? []} head={head} onChoose={choose} />
        <Into repository={repository} family={family.data ?? []} head={head} />
        <BranchSelect owner={owner} repo={repo} label="Into" value={base} onChange={setBase} />
      </SourceTools>
      {found === null && !family.isPending ? (
        <NothingYet title="There is no such fork">{`No fork that you may see belongs to ${asked.split(':')[0]}.`}</NothingYet>
      ) : head.branch === '' ? (
        <p className="muted">Choose the branch that has your change: what it would bring stands here then.</p>
      ) : base === head.branch && head.repository === repository.full_name ? (
        <p className="muted">A branch cannot be merged into itself; choose two.</p>
      ) : (
        <Comparison key={`${base} ${asked}`} owner={owner} repo={repo} head={head} pair={{ base, head: nameOfHead(head, repository) }} />
      )}
    </>
  );
}

interface SideProps {
  repository: Repository;
  /** What it may come from and go to. */
  family: readonly Repository[];
  head: HeadChoice;
}

function From({ repository, family, head, onChoose }: SideProps & { onChoose: (choice: HeadChoice) => void }) {
  const [owner = '', repo = ''] = head.repository.split('/');
  const names = family.map(({ full_name }) => full_name);
  return (
    <>
      {(names.length > 1 || head.repository !== repository.full_name) && (
        <RepositorySelect
          label="From the repository"
          names={names}
          value={head.repository}
          onChange={(name) => onChoose({ repository: name, branch: head.branch })}
        />
      )}
      <BranchSelect
        key={head.repository}
        owner={owner}
        repo={repo}
        label="From"
        value={head.branch}
        onChange={(branch) => onChoose({ ...head, branch })}
      />
    </>
  );
}

/** Another base is another page: what is proposed stays, and is named as that repository names it. */
function Into({ repository, family, head }: SideProps) {
  const go = useGo();
  const names = family.filter(({ has_pull_requests, archived }) => has_pull_requests && !archived).map(({ full_name }) => full_name);
  if (family.length < 2) return null;
  const propose = (name: string): void => {
    const [owner = '', repo = ''] = name.split('/');
    go(head.branch === '' ? pathTo(owner, repo, 'pulls', 'new') : newPullPath(owner, repo, nameOfHead(head, { full_name: name })));
  };
  return <RepositorySelect label="Into the repository" names={names} value={repository.full_name} onChange={propose} />;
}
