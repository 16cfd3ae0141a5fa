import { deploymentReport } from '@mosaic/contracts/mosaic';

import { reportsForAll } from '../deployments/deployment-policy.ts';
import { presentDeployment, visibleDeployment } from '../deployments/deployment-reader.ts';
import { reportDeployment } from '../deployments/deployment-writer.ts';
import { writeTool } from './tool.ts';

/** What the engine that carries a deployment out says of it. */
export const deploymentReportTool = writeTool(deploymentReport, async ({ id, state, reason }, context) => {
  const { access, caller } = context;
  const { repository } = await visibleDeployment(context, id);
  if (!reportsForAll(caller)) await access.require(caller, repository, 'admin');
  return async (writer) => ({
    deployment: presentDeployment(await reportDeployment(writer, { id, state, reason })),
  });
});
