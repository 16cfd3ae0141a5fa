import { ciGetArtifact } from '@mosaic/contracts/mosaic';

import { implement } from '../../ci-operation.ts';
import { namedPipeline } from '../../allowed.ts';

/** It may be large, so it is sent as it is read. */
export const getArtifact = implement(ciGetArtifact, {
  access: 'anyone',
  handle: async ({ params, caller, reply }, context) => {
    const { pipeline } = await namedPipeline(context, caller, { ...params, action: 'pull' });
    const { artifact, body } = await context.artifacts.open(pipeline, params.artifact);
    return reply
      .type('application/x-tar')
      .header('content-length', artifact.size)
      .header('content-disposition', `attachment; filename="${artifact.name}.tar"`)
      .send(body);
  },
});
