import { deploymentRequest, siteUrl } from '@mosaic/contracts/mosaic';

import { judgeRequest } from '../../deployments/deployment-policy.ts';
import { presentDeployment } from '../../deployments/deployment-reader.ts';
import { requestDeployment } from '../../deployments/deployment-writer.ts';
import { claimProject, shownOwner } from '../../projects/project-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** "Deploy update": checks the pipeline's facts with CI, binds the project's name and adds the deployment. */
export const deploymentRequestTool = writeTool(deploymentRequest, async (input, context) => {
  const { access, caller, ci, publicUrl } = context;
  const { project, environment, sha, branch, title, target, artifact, pipelineNumber, traceId } = input;
  const repository = await access.require(caller, input.repository, 'push');
  const pipeline = await ci.get(repository.fullName, pipelineNumber);
  const hasArtifact = await ci.hasArtifact(repository.fullName, pipelineNumber, artifact);
  judgeRequest({ environment, branch, sha, artifact, defaultBranch: repository.defaultBranch, pipeline, hasArtifact });
  const shown = await shownOwner(context, project);
  return async (writer) => {
    const emitting = writer.as({ ...writer.cause, traceId });
    await claimProject(emitting, { project, repository, shown });
    const row = await requestDeployment(emitting, {
      project,
      environment,
      repository: repository.fullName,
      repository_id: repository.id,
      private: repository.private ? 1 : 0,
      sha,
      branch,
      title: title === '' ? pipeline.title : title,
      pipeline_number: pipelineNumber,
      target,
      artifact,
      url: siteUrl(publicUrl, project, environment),
      rollback_of: null,
    });
    return { deployment: presentDeployment(row) };
  };
});
