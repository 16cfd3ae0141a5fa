import { DataTable, type DataTableProps } from './data-table.tsx';
import { Pager, usePageOf } from './pager.tsx';

/** A list that is here as a whole, drawn a page at a time; `param` names the page in the address where a view has two. */
export function PagedTable<T>({ rows, param = 'page', ...table }: DataTableProps<T> & { param?: string }) {
  const shown = usePageOf(rows, param);
  return (
    <>
      <DataTable {...table} rows={shown.rows} />
      <Pager {...shown.pager} />
    </>
  );
}
