import { useInfiniteQuery } from '@tanstack/react-query';

import type { Task } from '@mosaic/contracts/mosaic';

import type { TaskFilter } from '../../features/tasks/keys.ts';
import { tasksQuery } from '../../features/tasks/queries.ts';
import { ActorAvatar } from '../actor-avatar.tsx';
import { pathTo } from '../app-link.tsx';
import { NothingYet } from '../empty.tsx';
import { Loaded } from '../loaded.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { More } from '../table/pager.tsx';
import { RelativeTime } from '../time/relative-time.tsx';

const columns: readonly Column<Task>[] = [
  { header: 'Task', cell: ({ title }) => title },
  { header: 'Id', cell: ({ id }) => <span className="mono">{id}</span>, width: '140px', phone: 'none' },
  { header: 'State', cell: ({ state }) => <StatusIcon of="task" status={state} />, width: '110px', phone: 'first' },
  { header: 'Project', cell: ({ project }) => project, width: '14%' },
  {
    header: 'Who',
    cell: ({ lease, role }) => (lease === null ? <span className="muted">{role}</span> : <ActorAvatar login={lease.holder} kind="agent" />),
    width: '120px',
  },
  { header: 'Changed', cell: ({ updatedAt }) => <RelativeTime time={updatedAt} />, width: '130px', align: 'right' },
];

/** Tasks as far as the reader has asked for them. */
export function TaskList({ empty, ...filter }: TaskFilter & { empty: string }) {
  const tasks = useInfiniteQuery(tasksQuery(filter));
  return (
    <Loaded query={tasks} rows={8}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.tasks);
        if (rows.length === 0) return <NothingYet title="No tasks yet">{empty}</NothingYet>;
        return (
          <>
            <TaskTable rows={rows} />
            <More query={tasks} shown={rows.length} noun="tasks" />
          </>
        );
      }}
    </Loaded>
  );
}

function TaskTable({ rows }: { rows: readonly Task[] }) {
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
