import { z } from 'zod';

import { PIPELINE_EVENTS } from '@mosaic/engines/pipeline';

const Id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const RepositoryParams = z.object({ id: Id });
export const PipelineParams = z.object({ id: Id, number: Id });
export const StepParams = z.object({ id: Id, number: Id, step: Id });
export const SecretParams = z.object({ id: Id, secret: z.string().min(1).max(100) });
/** Our own addresses name repositories as people do. */
export const NamedPipelineParams = z.object({ owner: z.string().min(1).max(100), repo: z.string().min(1).max(200), number: Id });
export const NamedArtifactParams = NamedPipelineParams.extend({ artifact: z.string().min(1).max(100) });

/** Pages count from 1 and hold 50 at most (ci.md 2). */
export const Paging = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  perPage: z.coerce.number().int().default(50),
});

/** Offset and limit of a page. */
export function slice({ page, perPage }: z.output<typeof Paging>): { offset: number; limit: number } {
  const limit = perPage >= 1 && perPage <= 50 ? perPage : 50;
  return { offset: (page - 1) * limit, limit };
}

/** Names of events, in a secret's filter. */
export const EventNames = z.array(z.enum(PIPELINE_EVENTS)).max(PIPELINE_EVENTS.length);
