import type { Project } from '@mosaic/contracts/mosaic';

import { pathTo } from '../parts/app-link.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Pager, usePageOf } from '../parts/pager.tsx';
import { projectColumns } from './project-columns.tsx';

/** Projects as rows, a page at a time: each row asks for its last pipelines. */
export function ProjectTable({ rows }: { rows: readonly Project[] }) {
  const shown = usePageOf(rows, 'projects');
  return (
    <>
      <DataTable
        label="Projects"
        rows={shown.rows}
        columns={projectColumns}
        rowKey={({ name }) => name}
        rowHref={({ name }) => pathTo('-', 'projects', name)}
        withKeys
      />
      <Pager {...shown.pager} />
    </>
  );
}
