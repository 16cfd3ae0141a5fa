import { useQuery } from '@tanstack/react-query';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { SubjectList, useSubjectSearch } from '../../parts/repository/subject-list.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { PullRequestIcon } from '../../theme/icons.ts';
import { headName } from './parts/pull-facts.ts';
import { PullState } from './parts/pull-state.tsx';
import { pullsQuery } from './queries.ts';

const columns: readonly Column<PullRequest>[] = [
  {
    header: 'Pull request',
    cell: ({ number, title }) => (
      <>
        <span className="figures muted">#{number}</span> {title}
      </>
    ),
  },
  { header: 'State', cell: (pull) => <PullState pull={pull} />, width: '110px', phone: 'first' },
  {
    header: 'Branches',
    cell: (pull) => <span className="mono">{`${headName(pull)} → ${pull.base.ref}`}</span>,
    width: '24%',
  },
  { header: 'By', cell: ({ user }) => <ActorAvatar login={user.login} />, width: '140px' },
  {
    header: 'Comments',
    cell: ({ comments }) => <span className="figures">{comments}</span>,
    width: '100px',
    align: 'right',
    phone: 'none',
  },
  { header: 'Changed', cell: ({ updated_at }) => <RelativeTime time={updated_at} />, width: '130px', align: 'right' },
];

/** What is proposed to the branches of one repository. */
export function PullsPage({ owner, repo }: { owner: string; repo: string }) {
  const found = useSubjectSearch();
  const pulls = useQuery(pullsQuery(owner, repo, found.search));
  return (
    <SubjectList
      owner={owner}
      repo={repo}
      tab="pulls"
      label="Pull requests"
      opens={{ title: 'Open a pull request', icon: PullRequestIcon }}
      found={found}
      list={pulls}
      columns={columns}
      nothing={(state, { default_branch }) => <Nothing state={state} defaultBranch={default_branch} />}
    />
  );
}

function Nothing({ state, defaultBranch }: { state: string; defaultBranch: string }) {
  if (state === 'closed') return <NothingYet title="No closed pull requests">Those that are merged or closed stay here.</NothingYet>;
  return (
    <NothingYet title="No open pull requests" command="git push origin HEAD:my-change">
      {`Push a branch, then open a pull request from it into ${defaultBranch}.`}
    </NothingYet>
  );
}
