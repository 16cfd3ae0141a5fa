import type { Repository } from '@mosaic/contracts/gitea';

import { type Column, DataTable, RowTitle } from '../table/data-table.tsx';
import { RelativeTime } from '../time/relative-time.tsx';

const columns: readonly Column<Repository>[] = [
  { header: 'Repository', cell: ({ full_name }) => <RowTitle>{full_name}</RowTitle> },
  { header: 'Description', cell: ({ description }) => <span className="muted">{description}</span>, phone: 'none' },
  { header: 'Seen by', cell: (row) => (row.private ? 'private' : 'everyone'), width: '100px' },
  { header: 'Changed', cell: ({ updated_at }) => <RelativeTime time={updated_at} />, width: '140px', align: 'right' },
];

/** Repositories as rows. */
export function RepositoryTable({ rows }: { rows: readonly Repository[] }) {
  return (
    <DataTable label="Repositories" rows={rows} columns={columns} rowKey={({ id }) => id} rowHref={({ full_name }) => `/${full_name}`} />
  );
}
