import { deploymentGet } from '@mosaic/contracts/mosaic';

import { presentDeployment, visibleDeployment } from '../../deployments/deployment-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const deploymentGetTool = readTool(deploymentGet, async ({ id }, context) => ({
  deployment: presentDeployment(await visibleDeployment(context, id)),
}));
