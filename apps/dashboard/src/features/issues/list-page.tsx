import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Issue } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo, useSearchParam } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';
import { type Column, DataTable } from '../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { IssueState } from './parts/issue-state.tsx';
import { issuesQuery } from './queries.ts';

const columns: readonly Column<Issue>[] = [
  {
    header: 'Issue',
    cell: ({ number, title }) => (
      <>
        <span className="figures muted">#{number}</span> {title}
      </>
    ),
  },
  { header: 'State', cell: ({ state }) => <IssueState state={state} />, width: '90px', phone: 'first' },
  { header: 'Labels', cell: ({ labels }) => labels.map(({ name }) => name).join(', '), width: '16%', phone: 'none' },
  { header: 'By', cell: ({ user }) => (user ? <ActorAvatar login={user.login} /> : null), width: '140px' },
  {
    header: 'Comments',
    cell: ({ comments }) => <span className="figures">{comments}</span>,
    width: '100px',
    align: 'right',
    phone: 'none',
  },
  { header: 'Changed', cell: ({ updated_at }) => <RelativeTime time={updated_at} />, width: '130px', align: 'right' },
];

/** Conversations about problems in one repository. */
export function IssuesPage({ owner, repo }: { owner: string; repo: string }) {
  const [state, setState] = useSearchParam('state', 'open');
  const [page, setPage] = usePage();
  const issues = useQuery(issuesQuery(owner, repo, { state: state === 'closed' ? 'closed' : 'open', page }));
  const base = pathTo(owner, repo, 'issues');
  return (
    <RepositoryFrame
      owner={owner}
      repo={repo}
      tab="issues"
      wide
      actions={
        <>
          <SegmentedControl
            size="xs"
            value={state}
            onChange={setState}
            aria-label="Which issues"
            data={[
              { value: 'open', label: 'Open' },
              { value: 'closed', label: 'Closed' },
            ]}
          />
          <Button component={AppLink} className="button-link" href={`${base}/new`}>
            Open an issue
          </Button>
        </>
      }
    >
      {() => (
        <Panel>
          <Loaded query={issues} rows={8}>
            {({ items, total }) =>
              total === 0 ? (
                <NothingYet title={state === 'open' ? 'No open issues' : 'No closed issues'}>
                  The triage agent opens one when a pipeline fails.
                </NothingYet>
              ) : (
                <>
                  <DataTable
                    label="Issues"
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
