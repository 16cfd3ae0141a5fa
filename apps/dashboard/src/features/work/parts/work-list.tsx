import { Button } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { Issue } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../../parts/actor-avatar.tsx';
import { pathTo, useGo } from '../../../parts/app-link.tsx';
import { NothingYet } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { IssueState } from '../../../parts/status/issue-state.tsx';
import { PullState } from '../../../parts/status/pull-state.tsx';
import { StatusIcon } from '../../../parts/status/status-icon.tsx';
import { type Column, DataTable } from '../../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../../parts/table/pager.tsx';
import { RelativeTime } from '../../../parts/time/relative-time.tsx';
import type { WorkSearch } from '../keys.ts';
import { type Standing, standingQuery, workQuery } from '../queries.ts';

type Standings = ReadonlyMap<string, Standing>;

/** How many repositories of a page are asked how their pull requests stand. */
const REPOSITORIES_AT_MOST = 20;

const nameOf = ({ repository, number }: Issue): string => `${repository?.full_name ?? ''}#${number}`;

/** Its page, by its names where they are told: an address of the forge's may be another host's. */
function pageOf({ repository, number, pull_request: pull, html_url: page }: Issue): string {
  return repository ? pathTo(repository.owner, repository.name, pull ? 'pulls' : 'issues', number) : page;
}

const columnsOf = (standings: Standings): readonly Column<Issue>[] => [
  {
    header: 'What',
    cell: (item) => (
      <>
        <span className="figures muted">{nameOf(item)}</span> {item.title}
      </>
    ),
  },
  {
    header: 'State',
    cell: ({ state, pull_request: pull }) =>
      pull ? <PullState pull={{ merged: pull.merged, draft: pull.draft, state }} /> : <IssueState state={state} />,
    width: '110px',
    phone: 'first',
  },
  { header: 'Checks', cell: (item) => <Checks standing={standings.get(nameOf(item))} />, width: '110px' },
  { header: 'Reviews', cell: (item) => <Reviews standing={standings.get(nameOf(item))} />, width: '170px' },
  { header: 'By', cell: ({ user }) => (user ? <ActorAvatar login={user.login} /> : null), width: '140px' },
  { header: 'Changed', cell: ({ updated_at }) => <RelativeTime time={updated_at} />, width: '130px', align: 'right' },
];

function Checks({ standing }: { standing: Standing | undefined }) {
  return standing === undefined || standing.checks === 'none' ? null : <StatusIcon of="check" status={standing.checks} />;
}

/** Whoever wants changes comes before those who approve, and these before whom one waits for. */
function Reviews({ standing }: { standing: Standing | undefined }) {
  if (standing === undefined) return null;
  const { rejections, approvals, requests } = standing;
  const opinion = rejections > 0 ? 'rejected' : approvals > 0 ? 'approved' : requests > 0 ? 'requested' : null;
  return opinion === null ? null : <StatusIcon of="opinion" status={opinion} />;
}

/** Issues and pull requests of all repositories, a page at a time. */
export function WorkList({ search, authors = [] }: { search: WorkSearch; authors?: readonly string[] }) {
  const [, setPage] = usePage();
  const found = useQuery(workQuery(search, authors));
  const standings = useStandings(found.data?.items ?? []);
  const columns = useMemo(() => columnsOf(standings), [standings]);
  if (search.view === 'agents' && authors.length === 0)
    return <NothingYet title="No agents yet">There is nobody whose work it could be.</NothingYet>;
  return (
    <Loaded query={found} rows={8}>
      {({ items, total }) =>
        total === 0 ? (
          <None search={search} />
        ) : (
          <>
            <DataTable label="Work" rows={items} columns={columns} rowKey={({ id }) => id} rowHref={pageOf} withKeys />
            <Pager page={search.page} onPage={setPage} total={total} />
          </>
        )
      }
    </Loaded>
  );
}

/** How the listed pull requests stand: one question for each of their repositories. */
function useStandings(items: readonly Issue[]): Standings {
  const pulls = items.filter(({ pull_request: pull }) => pull);
  const groups = [...Map.groupBy(pulls, ({ repository }) => repository?.full_name ?? '')].slice(0, REPOSITORIES_AT_MOST);
  return useQueries({
    queries: groups.map(([name, list]) => {
      const [owner = '', repo = ''] = name.split('/');
      return standingQuery(
        owner,
        repo,
        list.map(({ number }) => number),
      );
    }),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, index) =>
          [...(data?.values() ?? [])].map((one): [string, Standing] => [`${groups[index]?.[0] ?? ''}#${one.number}`, one]),
        ),
      ),
  });
}

const NOTHING: Record<WorkSearch['view'], { title: string; text: string }> = {
  waiting: { title: 'Nothing waits for you', text: 'What you are asked to review, and what you are given, will stand here.' },
  mine: { title: 'Nothing of yours', text: 'Issues and pull requests that you open will stand here, of whichever repository.' },
  agents: { title: 'Nothing of the agents', text: 'Issues and pull requests that agents open will stand here.' },
};

function None({ search: { view, state, q } }: { search: WorkSearch }) {
  const go = useGo();
  if (q !== '' || state === 'closed') {
    const clear = (
      <Button variant="default" onClick={() => go(view === 'waiting' ? '/-/work' : `/-/work?view=${view}`)}>
        Clear
      </Button>
    );
    const words = q === '' ? '' : ` with "${q}"`;
    return <NothingYet title="Nothing matches" action={clear}>{`Nothing ${state}${words} is here.`}</NothingYet>;
  }
  return <NothingYet title={NOTHING[view].title}>{NOTHING[view].text}</NothingYet>;
}
