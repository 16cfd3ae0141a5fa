import type { Artifact } from '@mosaic/contracts/mosaic';

import type { ArtifactRow } from '../artifacts/artifact-reader.ts';

export function presentArtifact(artifact: ArtifactRow, workflow: string): Artifact {
  return {
    name: artifact.name,
    size: artifact.size,
    files: artifact.files,
    workflow,
    step: artifact.step,
    createdAt: artifact.created_at,
  };
}
