import { ciDeleteArtifact } from '@mosaic/contracts/mosaic';

import { implement } from '../../ci-operation.ts';
import { namedPipeline } from '../../allowed.ts';

export const deleteArtifact = implement(ciDeleteArtifact, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, caller, cause }, context) => {
    const found = await namedPipeline(context, caller, { ...params, action: 'push' });
    await context.artifacts.remove(found, params.artifact, cause);
  },
});
