import { tonyProjectList } from '@mosaic/contracts/mosaic';

import { presentProjects, visibleProjects } from '../../projects/project-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const tonyProjectListTool = readTool(tonyProjectList, async (input, context) => {
  const { rows, next } = await visibleProjects(context, input);
  return { projects: await context.store.read((db) => presentProjects(db, rows)), next };
});
