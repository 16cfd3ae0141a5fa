import { deploymentRollBack } from '@mosaic/contracts/mosaic';

import { formerDeployment, presentDeployment } from '../../deployments/deployment-reader.ts';
import { rollBack } from '../../deployments/deployment-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Puts what was live before live again, as a new deployment of the old artifact. */
export const deploymentRollBackTool = writeTool(deploymentRollBack, async ({ id }, context) => {
  const old = await formerDeployment(context, id);
  return async (writer) => ({ deployment: presentDeployment(await rollBack(writer, old)) });
});
