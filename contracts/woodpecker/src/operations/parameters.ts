import { z } from 'zod';

import { PIPELINE_EVENTS } from '../schemas.ts';

export const Id = z.coerce.number<number>().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const RepositoryParams = z.object({ repo_id: Id });
export const PipelineParams = RepositoryParams.extend({ pipeline_number: Id });
export const StepParams = PipelineParams.extend({ step_id: Id });

/** Pages count from 1 and hold 50 at most. */
export const PagingQuery = z.object({
  page: z.coerce.number<number>().int().min(1).max(100_000).default(1),
  perPage: z.coerce
    .number<number>()
    .int()
    .default(50)
    .transform((perPage) => (perPage >= 1 && perPage <= 50 ? perPage : 50)),
});
export type PagingQuery = z.infer<typeof PagingQuery>;

/** Variables that somebody gives a pipeline by hand. */
export const Variables = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'names are letters, digits and "_"'), z.string().max(10_000))
  .refine((variables) => Object.keys(variables).length <= 100, 'at most 100 variables');

/** Names of events, in a filter. */
export const EventNames = z.array(z.enum(PIPELINE_EVENTS)).max(PIPELINE_EVENTS.length);
