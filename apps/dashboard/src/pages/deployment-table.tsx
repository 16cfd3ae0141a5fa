import type { Deployment } from '@mosaic/contracts/mosaic';

import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { pathTo } from '../parts/app-link.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { StatusIcon } from '../parts/status-icon.tsx';

const columns: readonly Column<Deployment>[] = [
  {
    header: 'Deployment',
    cell: ({ id, title, rollbackOf }) => (
      <>
        <span className="figures">#{id}</span> {rollbackOf === null ? title : `Roll back to #${rollbackOf}: ${title}`}
      </>
    ),
  },
  { header: 'State', cell: ({ state }) => <StatusIcon status={state} />, width: '110px', phone: 'first' },
  { header: 'Environment', cell: ({ project, environment }) => `${project} · ${environment}`, width: '20%' },
  { header: 'Version', cell: ({ sha }) => <span className="mono">{sha.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'By', cell: ({ requestedBy }) => <ActorAvatar login={requestedBy} />, width: '140px', phone: 'none' },
  { header: 'When', cell: ({ requestedAt }) => <RelativeTime time={requestedAt} />, width: '130px', align: 'right' },
];

/** `within` one environment its name is left out of the rows. */
export function DeploymentTable({ rows, within = false }: { rows: readonly Deployment[]; within?: boolean }) {
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
