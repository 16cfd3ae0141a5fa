import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { SubjectList, useSubjectSearch } from '../../parts/repository/subject-list.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { PullRequestIcon } from '../../theme/icons.ts';
import { headName } from './parts/pull-facts.ts';
import { PullState } from '../../parts/status/pull-state.tsx';
import { ReviewVerdict } from './parts/review/review-verdict.tsx';
import { pullsQuery } from './queries.ts';
import { type PullView, pullViewsQuery } from './review-queries.ts';

type Views = ReadonlyMap<number, PullView>;
const NONE: Views = new Map();

const columnsOf = (views: Views): readonly Column<PullRequest>[] => [
  {
    header: 'Pull request',
    cell: ({ number, title }) => (
      <>
        <span className="figures muted">#{number}</span> {title}
      </>
    ),
  },
  { header: 'State', cell: (pull) => <PullState pull={pull} />, width: '110px', phone: 'first' },
  { header: 'Checks', cell: ({ number }) => <ChecksOf view={views.get(number)} />, width: '110px' },
  { header: 'Reviews', cell: ({ number }) => <OpinionOf view={views.get(number)} />, width: '160px' },
  {
    header: 'Branches',
    cell: (pull) => <span className="mono">{`${headName(pull)} → ${pull.base.ref}`}</span>,
    width: '20%',
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

function ChecksOf({ view }: { view: PullView | undefined }) {
  return view === undefined || view.checks === 'none' ? null : <StatusIcon of="check" status={view.checks} />;
}

/** Whoever wants changes comes before those who approve, and these before whom one waits for. */
function OpinionOf({ view }: { view: PullView | undefined }) {
  if (view === undefined) return null;
  const { rejections, approvals, requests } = view;
  const opinion = rejections > 0 ? 'rejected' : approvals > 0 ? 'approved' : requests > 0 ? 'requested' : null;
  return opinion === null ? null : <ReviewVerdict opinion={opinion} />;
}

/** What is proposed to the branches of one repository. */
export function PullsPage({ owner, repo }: { owner: string; repo: string }) {
  const found = useSubjectSearch();
  const pulls = useQuery(pullsQuery(owner, repo, found.search));
  const numbers = (pulls.data?.items ?? []).map(({ number }) => number);
  const { data: views = NONE } = useQuery(pullViewsQuery(owner, repo, numbers));
  const columns = useMemo(() => columnsOf(views), [views]);
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
