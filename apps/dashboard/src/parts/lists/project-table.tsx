import type { Project } from '@mosaic/contracts/mosaic';

import { pathTo } from '../app-link.tsx';
import { PagedTable } from '../table/paged-table.tsx';
import { projectColumns } from './project-columns.tsx';

/** Projects as rows, a page at a time: each row asks for its last pipelines. */
export function ProjectTable({ rows }: { rows: readonly Project[] }) {
  return (
    <PagedTable
      label="Projects"
      param="projects"
      rows={rows}
      columns={projectColumns}
      rowKey={({ name }) => name}
      rowHref={({ name }) => pathTo('-', 'projects', name)}
      withKeys
    />
  );
}
