import { deploymentReport } from '@mosaic/contracts/mosaic';

import { presentDeployment, reportableDeployment } from '../../deployments/deployment-reader.ts';
import { reportDeployment } from '../../deployments/deployment-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** What the engine that carries a deployment out says of it. */
export const deploymentReportTool = writeTool(deploymentReport, async ({ id, state, reason }, context) => {
  await reportableDeployment(context, id);
  return async (writer) => ({ deployment: presentDeployment(await reportDeployment(writer, { id, state, reason })) });
});
