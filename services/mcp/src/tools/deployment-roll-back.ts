import { deploymentRollBack } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { presentDeployment, visibleDeployment } from '../deployments/deployment-reader.ts';
import { requestDeployment } from '../deployments/deployment-writer.ts';
import { writeTool } from './tool.ts';

/** Puts what was live before live again, as a new deployment of the old artifact. */
export const deploymentRollBackTool = writeTool(deploymentRollBack, async ({ id }, context) => {
  const { access, caller, now, traceId } = context;
  const { id: _id, ...old } = await visibleDeployment(context, id);
  await access.require(caller, old.repository, 'push');
  if (old.state !== 'superseded')
    throw new MosaicError(
      'conflict',
      `Deployment ${id} is ${old.state}; only one that was live before can be gone back to. Look at them with deployment_list.`,
    );
  return async (writer) => {
    const { state: _state, reason: _reason, finished_at: _finished, ...kept } = old;
    const row = await requestDeployment(writer, {
      ...kept,
      trace_id: traceId,
      requested_by: caller.login,
      requested_at: now(),
      rollback_of: id,
    });
    return { deployment: presentDeployment(row) };
  };
});
