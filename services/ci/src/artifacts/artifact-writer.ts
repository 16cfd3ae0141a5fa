import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

import { Label } from '@mosaic/contracts/mosaic';
import type { BlobStore } from '@mosaic/platform/blobs';
import { MosaicError } from '@mosaic/platform/errors';

import type { CiWriter } from '../db/schema.ts';
import { getArtifact, listArtifacts, type ArtifactRow } from './artifact-reader.ts';
import { checkTar } from './check-tar.ts';

/** Artifacts of one pipeline at most. */
const MAX_ARTIFACTS = 50;

/** An archive that is stored and checked, but not yet known to anybody. */
export interface StoredArchive {
  blob: string;
  size: number;
  files: number;
}

/** Takes an archive into the blob store and checks it; nothing is kept of one that is refused. */
export async function storeArchive(
  blobs: BlobStore,
  { pipelineId, name, tar, maxBytes }: { pipelineId: number; name: string; tar: Readable; maxBytes: number },
): Promise<StoredArchive> {
  if (!Label.safeParse(name).success) {
    tar.destroy();
    throw new MosaicError('invalid_input', `"${name}" is no name for an artifact: use 1–28 lower-case letters, digits or single "-".`);
  }
  const blob = `artifacts/${pipelineId}/${randomUUID()}.tar`;
  const size = await blobs.put(blob, tar, { maxBytes }).catch((error: unknown) => {
    if (error instanceof MosaicError && error.code === 'too_large')
      throw new MosaicError('too_large', `The artifact "${name}" is larger than the limit of ${maxBytes} bytes. Hand over less.`);
    throw error;
  });
  try {
    return { blob, size, files: await checkTar(await blobs.get(blob)) };
  } catch (error) {
    await blobs.remove(blob);
    throw error;
  }
}

/** Makes an archive known under its name; an older one of the same pipeline and name is replaced. Answers the blob to remove. */
export async function recordArtifact(
  { db }: CiWriter,
  archive: StoredArchive,
  { pipelineId, workflowId, step, name }: { pipelineId: number; workflowId: number; step: string; name: string },
): Promise<string | null> {
  const existing = await listArtifacts(db, pipelineId);
  const old = existing.find((artifact) => artifact.name === name);
  if (old === undefined && existing.length >= MAX_ARTIFACTS)
    throw new MosaicError('too_large', `A pipeline keeps at most ${MAX_ARTIFACTS} artifacts.`);
  if (old !== undefined) await db.deleteFrom('artifacts').where('id', '=', old.id).execute();
  await db
    .insertInto('artifacts')
    .values({
      pipeline_id: pipelineId,
      workflow_id: workflowId,
      step,
      name,
      blob: archive.blob,
      size: archive.size,
      files: archive.files,
      created_at: Date.now(),
    })
    .execute();
  return old?.blob ?? null;
}

/** Makes an artifact unknown and answers its row, whose blob is to be removed after the commit. Throws `not_found`. */
export async function forgetArtifact({ db }: CiWriter, pipelineId: number, name: string): Promise<ArtifactRow> {
  const row = await getArtifact(db, pipelineId, name);
  await db.deleteFrom('artifacts').where('id', '=', row.id).execute();
  return row;
}
