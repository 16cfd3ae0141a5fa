import { deploymentRollBack } from '@mosaic/contracts/mosaic';

import { judgeRollBack } from '../deployments/deployment-policy.ts';
import { presentDeployment, visibleDeployment } from '../deployments/deployment-reader.ts';
import { rollBack } from '../deployments/deployment-writer.ts';
import { writeTool } from './tool.ts';

/** Puts what was live before live again, as a new deployment of the old artifact. */
export const deploymentRollBackTool = writeTool(deploymentRollBack, async ({ id }, context) => {
  const { access, caller } = context;
  const old = await visibleDeployment(context, id);
  await access.require(caller, old.repository, 'push');
  judgeRollBack(old);
  return async (writer) => ({ deployment: presentDeployment(await rollBack(writer, old)) });
});
