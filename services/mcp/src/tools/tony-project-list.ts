import { tonyProjectList } from '@mosaic/contracts/mosaic';

import { presentProjects, type ProjectRow } from '../projects/project-reader.ts';
import { AFTER_PROJECT } from '../list-cursor.ts';
import { visiblePage } from '../visible-rows.ts';
import { readTool } from './tool.ts';

/** Projects whose repository the caller may read, by name. */
export const tonyProjectListTool = readTool(tonyProjectList, async ({ cursor, limit }, { store, access, caller, cursors }) => {
  const page = await visiblePage<ProjectRow>({
    limit,
    after: cursor === undefined ? null : { name: AFTER_PROJECT.read(cursors.open(cursor))[0] },
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
  return {
    projects: await store.read((db) => presentProjects(db, page.rows)),
    next: cursors.next(page, ({ name = '' }) => AFTER_PROJECT.write([name])),
  };
});
