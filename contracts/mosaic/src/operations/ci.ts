import { z } from 'zod';

import { Bytes, defineOperation } from '@mosaic/contracts/wire';

/** A file set that a step handed over, stored as a tar archive. */
export const Artifact = z.object({
  name: z.string(),
  /** Bytes of the archive. */
  size: z.number().int(),
  files: z.number().int(),
  workflow: z.string(),
  step: z.string(),
  /** Unix milliseconds. */
  createdAt: z.number(),
});
export type Artifact = z.infer<typeof Artifact>;

/** Our own addresses name repositories as people do. */
const NamedPipelineParams = z.object({
  owner: z.string().min(1).max(100),
  repo: z.string().min(1).max(200),
  number: z.coerce.number<number>().int().min(1).max(Number.MAX_SAFE_INTEGER),
});
const ArtifactParams = NamedPipelineParams.extend({ artifact: z.string().min(1).max(100) });

/** Woodpecker has no artifacts. */
export const ciListArtifacts = defineOperation({
  id: 'ciListArtifacts',
  tag: 'ci',
  summary: 'The artifacts of a pipeline, by name',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pipelines/{number}/artifacts',
  params: NamedPipelineParams,
  answer: z.object({ artifacts: z.array(Artifact) }),
});

export const ciGetArtifact = defineOperation({
  id: 'ciGetArtifact',
  tag: 'ci',
  summary: 'The files of an artifact, as a tar archive',
  method: 'GET',
  path: '/-/repositories/{owner}/{repo}/pipelines/{number}/artifacts/{artifact}',
  params: ArtifactParams,
  answer: Bytes,
});

export const ciDeleteArtifact = defineOperation({
  id: 'ciDeleteArtifact',
  tag: 'ci',
  summary: 'Removes an artifact of a pipeline',
  method: 'DELETE',
  path: '/-/repositories/{owner}/{repo}/pipelines/{number}/artifacts/{artifact}',
  params: ArtifactParams,
});
