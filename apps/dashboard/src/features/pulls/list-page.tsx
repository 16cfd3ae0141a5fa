import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { useActions } from '../../actions/registry.tsx';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo, useGo, useSearchParam } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';
import { type Column, DataTable } from '../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { PullRequestIcon } from '../../theme/icons.ts';
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
    cell: ({ head, base }) => <span className="mono">{`${head.label} → ${base.ref}`}</span>,
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
  const [state, setState] = useSearchParam('state', 'open');
  const [page, setPage] = usePage();
  const go = useGo();
  const base = pathTo(owner, repo, 'pulls');
  const pulls = useQuery(pullsQuery(owner, repo, { state: state === 'closed' ? 'closed' : 'open', page }));
  useActions([
    {
      id: 'new-pull',
      title: 'Open a pull request',
      group: 'On this page',
      icon: PullRequestIcon,
      keys: ['c'],
      run: () => go(`${base}/new`),
    },
  ]);
  return (
    <RepositoryFrame
      owner={owner}
      repo={repo}
      tab="pulls"
      wide
      actions={
        <>
          <SegmentedControl
            size="xs"
            value={state}
            onChange={setState}
            aria-label="Which pull requests"
            data={[
              { value: 'open', label: 'Open' },
              { value: 'closed', label: 'Closed' },
            ]}
          />
          <Button component={AppLink} className="button-link" href={`${base}/new`}>
            Open a pull request
          </Button>
        </>
      }
    >
      {({ default_branch }) => (
        <Panel>
          <Loaded query={pulls} rows={8}>
            {({ items, total }) =>
              total === 0 ? (
                <Nothing state={state} defaultBranch={default_branch} />
              ) : (
                <>
                  <DataTable
                    label="Pull requests"
                    rows={items}
                    columns={columns}
                    rowKey={({ id }) => id}
                    rowHref={({ number }) => `${base}/${number}`}
                    withKeys
                  />
                  <Pager page={page} onPage={setPage} total={total} />
                </>
              )
            }
          </Loaded>
        </Panel>
      )}
    </RepositoryFrame>
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
