import { presentDeployment, visibleDeployment } from '../deployments/deployment-reader.ts';
import { readTool } from './tool.ts';

export const deploymentGet = readTool('deployment_get', async ({ id }, context) => ({
  deployment: presentDeployment(await visibleDeployment(context, id)),
}));
