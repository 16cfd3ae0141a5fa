import type { Readable } from 'node:stream';

import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { CiTables } from '../db/schema.ts';
import { emitAudit } from '../pipelines/pipeline-facts.ts';
import { listWorkflows, type PipelineRow } from '../pipelines/pipeline-reader.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { getArtifact, listArtifacts, type ArtifactRow } from './artifact-reader.ts';
import { forgetArtifact } from './artifact-writer.ts';

/** What steps of pipelines handed over. */
export class Artifacts {
  readonly #deps: { store: Store<CiTables>; events: EventLog<CiTables>; blobs: BlobStore };

  constructor(deps: { store: Store<CiTables>; events: EventLog<CiTables>; blobs: BlobStore }) {
    this.#deps = deps;
  }

  /** Each with the name of its workflow. */
  list({ id }: PipelineRow): Promise<{ artifact: ArtifactRow; workflow: string }[]> {
    return this.#deps.store.read(async (db) => {
      const names = new Map((await listWorkflows(db, id)).map((workflow) => [workflow.id, workflow.name]));
      return (await listArtifacts(db, id)).map((artifact) => ({ artifact, workflow: names.get(artifact.workflow_id) ?? '' }));
    });
  }

  /** The archive, as it is read. @throws MosaicError (`not_found`). */
  async open({ id }: PipelineRow, name: string): Promise<{ artifact: ArtifactRow; body: Readable }> {
    const artifact = await this.#deps.store.read((db) => getArtifact(db, id, name));
    return { artifact, body: await this.#deps.blobs.get(artifact.blob) };
  }

  async remove({ repository, pipeline }: { repository: RepositoryRow; pipeline: PipelineRow }, name: string, cause: Cause): Promise<void> {
    const { events, blobs } = this.#deps;
    const blob = await events.transact(async (writer) => {
      const row = await forgetArtifact(writer, pipeline.id, name);
      emitAudit(writer.as(cause), { repository, operation: 'artifact.delete', detail: { pipeline: pipeline.number, artifact: row.name } });
      return row.blob;
    });
    await blobs.remove(blob);
  }
}
