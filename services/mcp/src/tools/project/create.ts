import { type Project, tonyProjectCreate } from '@mosaic/contracts/mosaic';

import { presentProjects } from '../../projects/project-reader.ts';
import { claimProject, shownOwner } from '../../projects/project-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Binds a name, for those who administer the repository. */
export const tonyProjectCreateTool = writeTool(tonyProjectCreate, async ({ project, repository: name }, context) => {
  const repository = await context.access.require(context.caller, name, 'admin');
  const shown = await shownOwner(context, project);
  return async (writer) => {
    const row = await claimProject(writer, { project, repository, shown });
    const [presented] = await presentProjects(writer.db, [row]);
    return { project: presented as Project };
  };
});
