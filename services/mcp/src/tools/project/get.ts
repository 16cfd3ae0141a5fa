import { type Project, tonyProjectGet } from '@mosaic/contracts/mosaic';

import { presentProjects, visibleProject } from '../../projects/project-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const tonyProjectGetTool = readTool(tonyProjectGet, async (input, context) => {
  const row = await visibleProject(context, input.project);
  const [project] = await context.store.read((db) => presentProjects(db, [row]));
  return { project: project as Project };
});
