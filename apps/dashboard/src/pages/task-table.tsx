import type { Task } from '@mosaic/contracts/mosaic';

import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { pathTo } from '../parts/app-link.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { StatusIcon } from '../parts/status-icon.tsx';

const columns: readonly Column<Task>[] = [
  { header: 'Task', cell: ({ title }) => title },
  { header: 'Id', cell: ({ id }) => <span className="mono">{id}</span>, width: '140px', phone: 'none' },
  { header: 'State', cell: ({ state }) => <StatusIcon status={state} />, width: '110px', phone: 'first' },
  { header: 'Project', cell: ({ project }) => project, width: '14%' },
  {
    header: 'Who',
    cell: ({ lease, role }) => (lease === null ? <span className="muted">{role}</span> : <ActorAvatar login={lease.holder} kind="agent" />),
    width: '120px',
  },
  { header: 'Changed', cell: ({ updatedAt }) => <RelativeTime time={updatedAt} />, width: '130px', align: 'right' },
];

export function TaskTable({ rows }: { rows: readonly Task[] }) {
  return (
    <DataTable
      label="Tasks"
      rows={rows}
      columns={columns}
      rowKey={({ key }) => key}
      rowHref={({ project, id }) => pathTo('-', 'projects', project, 'tasks', id)}
      withKeys
    />
  );
}
