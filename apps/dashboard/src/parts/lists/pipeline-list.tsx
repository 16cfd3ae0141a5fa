import { useQuery } from '@tanstack/react-query';

import type { ListedPipeline } from '@mosaic/contracts/woodpecker';

import { PAGE_SIZE } from '../../api/paging.ts';
import { pipelinesQuery } from '../../features/pipelines/queries.ts';
import { NothingYet } from '../empty.tsx';
import { Loaded } from '../loaded.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { Pager, usePage } from '../table/pager.tsx';
import { CiDuration, RelativeTime } from '../time/relative-time.tsx';

const SECOND_MS = 1000;

const columns: readonly Column<ListedPipeline>[] = [
  {
    header: 'Pipeline',
    cell: ({ number, title, message }) => (
      <>
        <span className="figures">#{number}</span> {title === '' ? message.split('\n')[0] : title}
      </>
    ),
  },
  { header: 'State', cell: ({ status }) => <StatusIcon of="pipeline" status={status} />, width: '110px', phone: 'first' },
  { header: 'Branch', cell: ({ branch }) => branch, width: '16%' },
  { header: 'Change', cell: ({ commit }) => <span className="mono">{commit.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'Event', cell: ({ event }) => event, width: '100px', phone: 'none' },
  {
    header: 'Took',
    cell: (pipeline) => <CiDuration of={pipeline} />,
    width: '110px',
    align: 'right',
  },
  { header: 'When', cell: ({ created }) => <RelativeTime time={created * SECOND_MS} />, width: '130px', align: 'right' },
];

/** What CI did for a repository, newest first, a page at a time. */
export function PipelineList({ owner, repo }: { owner: string; repo: string }) {
  const [page, setPage] = usePage();
  const pipelines = useQuery(pipelinesQuery(owner, repo, { page }));
  return (
    <Loaded query={pipelines} rows={12}>
      {({ items, total }) => (
        <>
          <PipelineTable repository={`${owner}/${repo}`} rows={items} />
          <Pager page={page} onPage={setPage} total={total} hasNext={items.length === PAGE_SIZE} />
        </>
      )}
    </Loaded>
  );
}

function PipelineTable({ repository, rows }: { repository: string; rows: readonly ListedPipeline[] }) {
  if (rows.length === 0) {
    return (
      <NothingYet title="No pipelines yet" command="./mosaic init">
        A push with a .woodpecker.yaml makes one; "./mosaic init" writes the file for the project in this folder.
      </NothingYet>
    );
  }
  return (
    <DataTable
      label="Pipelines"
      rows={rows}
      columns={columns}
      rowKey={({ number }) => number}
      rowHref={({ number }) => `/${repository}/pipelines/${number}`}
      withKeys
    />
  );
}
