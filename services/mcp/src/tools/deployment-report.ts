import { deploymentReport } from '@mosaic/contracts/mosaic';

import { presentDeployment, visibleDeployment } from '../deployments/deployment-reader.ts';
import { reportDeployment } from '../deployments/deployment-writer.ts';
import { writeTool } from './tool.ts';

/** What the engine that carries a deployment out says of it. */
export const deploymentReportTool = writeTool(deploymentReport, async ({ id, state, reason }, context) => {
  const { access, caller, now } = context;
  const { repository } = await visibleDeployment(context, id);
  // The platform's own engine reports also when the repository has gone meanwhile.
  if (!(caller.builtIn && caller.kind === 'service')) await access.require(caller, repository, 'admin');
  return async (writer) => ({
    deployment: presentDeployment(await reportDeployment(writer, { id, state, reason }, { caller, now: now() })),
  });
});
