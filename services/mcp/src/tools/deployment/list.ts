import { deploymentList } from '@mosaic/contracts/mosaic';

import { presentDeployment, visibleDeployments } from '../../deployments/deployment-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const deploymentListTool = readTool(deploymentList, async (input, context) => {
  const { rows, next } = await visibleDeployments(context, input);
  return { deployments: rows.map(presentDeployment), next };
});
