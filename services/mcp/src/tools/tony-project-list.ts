import { presentProjects, type ProjectRow } from '../projects/project-reader.ts';
import { visibleRows } from '../visible-rows.ts';
import { readTool } from './tool.ts';

/** Projects shown at most. */
const LIMIT = 1_000;

/** Projects whose repository the caller may read, by name. */
export const tonyProjectList = readTool('tony_project_list', async (_input, { store, access, caller }) => {
  const rows = await visibleRows<ProjectRow>({
    limit: LIMIT,
    next: (previous, chunk) =>
      store.read((db) =>
        db
          .selectFrom('projects')
          .selectAll()
          .$if(previous !== null, (query) => query.where('name', '>', previous?.name ?? ''))
          .orderBy('name')
          .limit(chunk)
          .execute(),
      ),
    isVisible: (row) => access.sees(caller, row),
  });
  return { projects: await store.read((db) => presentProjects(db, rows)) };
});
