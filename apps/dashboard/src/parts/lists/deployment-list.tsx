import { useInfiniteQuery } from '@tanstack/react-query';

import type { Deployment } from '@mosaic/contracts/mosaic';

import { deploymentsQuery } from '../../features/deployments/queries.ts';
import { ActorAvatar } from '../actor-avatar.tsx';
import { pathTo } from '../app-link.tsx';
import { NothingYet } from '../empty.tsx';
import { Loaded } from '../loaded.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { More } from '../table/pager.tsx';
import { RelativeTime } from '../time/relative-time.tsx';

const columns: readonly Column<Deployment>[] = [
  {
    header: 'Deployment',
    cell: ({ id, title, rollbackOf }) => (
      <>
        <span className="figures">#{id}</span> {rollbackOf === null ? title : `Roll back to #${rollbackOf}: ${title}`}
      </>
    ),
  },
  { header: 'State', cell: ({ state }) => <StatusIcon of="deployment" status={state} />, width: '110px', phone: 'first' },
  { header: 'Environment', cell: ({ project, environment }) => `${project} · ${environment}`, width: '20%' },
  { header: 'Version', cell: ({ sha }) => <span className="mono">{sha.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'By', cell: ({ requestedBy }) => <ActorAvatar login={requestedBy} />, width: '140px', phone: 'none' },
  { header: 'When', cell: ({ requestedAt }) => <RelativeTime time={requestedAt} />, width: '130px', align: 'right' },
];

interface DeploymentListProps {
  project?: string;
  environment?: string;
  /** What stands there before the first. */
  empty: { title: string; text: string };
}

/** Deployments as far as the reader has asked for them; those of one environment do not name it. */
export function DeploymentList({ project, environment, empty }: DeploymentListProps) {
  const filter = { ...(project === undefined ? {} : { project }), ...(environment === undefined ? {} : { environment }) };
  const deployments = useInfiniteQuery(deploymentsQuery(filter));
  return (
    <Loaded query={deployments} rows={8}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.deployments);
        if (rows.length === 0) return <NothingYet title={empty.title}>{empty.text}</NothingYet>;
        return (
          <>
            <DeploymentTable rows={rows} within={environment !== undefined} />
            <More query={deployments} shown={rows.length} noun="deployments" />
          </>
        );
      }}
    </Loaded>
  );
}

/** `within` one environment its name is left out of the rows. */
function DeploymentTable({ rows, within }: { rows: readonly Deployment[]; within: boolean }) {
  return (
    <DataTable
      label="Deployments"
      rows={rows}
      columns={within ? columns.filter(({ header }) => header !== 'Environment') : columns}
      rowKey={({ id }) => id}
      rowHref={({ project, id }) => pathTo('-', 'projects', project, 'deployments', id)}
      withKeys
    />
  );
}
