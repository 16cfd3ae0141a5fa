import type { Selectable } from 'kysely';

import { MosaicError } from '@mosaic/platform/errors';

import type { ArtifactTable, CiQuerier } from '../db/schema.ts';

export type ArtifactRow = Selectable<ArtifactTable>;

export function listArtifacts(db: CiQuerier, pipelineId: number): Promise<ArtifactRow[]> {
  return db.selectFrom('artifacts').selectAll().where('pipeline_id', '=', pipelineId).orderBy('name').execute();
}

export async function getArtifact(db: CiQuerier, pipelineId: number, name: string): Promise<ArtifactRow> {
  const found = await db
    .selectFrom('artifacts')
    .selectAll()
    .where('pipeline_id', '=', pipelineId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (found === undefined)
    throw new MosaicError('not_found', `This pipeline has no artifact "${name}". A step hands one over with "mosaic artifact upload".`);
  return found;
}
