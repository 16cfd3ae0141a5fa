import { z } from 'zod';

/** Our own addresses name repositories as people do. */
export const NamedPipelineParams = z.object({
  owner: z.string().min(1).max(100),
  repo: z.string().min(1).max(200),
  number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});
export const NamedArtifactParams = NamedPipelineParams.extend({ artifact: z.string().min(1).max(100) });
