import { ciListArtifacts } from '@mosaic/contracts/mosaic';

import { listArtifacts as select } from '../artifacts/artifact-store.ts';
import { listWorkflows } from '../pipelines/pipeline-reader.ts';
import { implement } from './ci-operation.ts';
import { namedPipeline } from './named-pipeline.ts';
import { presentArtifact } from './present/artifact.ts';

export const listArtifacts = implement(ciListArtifacts, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await namedPipeline(context, caller, { ...params, action: 'pull' });
    return context.store.read(async (db) => {
      const names = new Map((await listWorkflows(db, pipeline.id)).map(({ id, name }) => [id, name]));
      const rows = await select(db, pipeline.id);
      return { artifacts: rows.map((row) => presentArtifact(row, names.get(row.workflow_id) ?? '')) };
    });
  },
});
