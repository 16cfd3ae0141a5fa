import { ciListArtifacts } from '@mosaic/contracts/mosaic';

import { implement } from '../../ci-operation.ts';
import { namedPipeline } from '../../allowed.ts';
import { presentArtifact } from '../../../present/artifact.ts';

export const listArtifacts = implement(ciListArtifacts, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await namedPipeline(context, caller, { ...params, action: 'pull' });
    const found = await context.artifacts.list(pipeline);
    return { artifacts: found.map(({ artifact, workflow }) => presentArtifact(artifact, workflow)) };
  },
});
