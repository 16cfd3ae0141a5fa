import { operation } from '@mosaic/platform/http';

import { listArtifacts as select } from '../artifacts/artifact-store.ts';
import { listWorkflows } from '../pipelines/pipeline-reader.ts';
import type { CiContext } from './context.ts';
import { namedPipeline } from './named-pipeline.ts';
import { presentArtifact } from './present/artifact.ts';
import { NamedPipelineParams } from './schemas.ts';

/** `GET /-/repositories/:owner/:repo/pipelines/:number/artifacts` (ours: upstream has no artifacts). */
export const listArtifacts = operation<CiContext>()({
  method: 'GET',
  path: '/-/repositories/:owner/:repo/pipelines/:number/artifacts',
  access: 'anyone',
  params: NamedPipelineParams,
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await namedPipeline(context, caller, { ...params, action: 'pull' });
    return context.store.read(async (db) => {
      const names = new Map((await listWorkflows(db, pipeline.id)).map(({ id, name }) => [id, name]));
      const rows = await select(db, pipeline.id);
      return { artifacts: rows.map((row) => presentArtifact(row, names.get(row.workflow_id) ?? '')) };
    });
  },
});
