import { z } from 'zod';

import { PIPELINE_EVENTS, SHORTEST_SECRET } from '@mosaic/engines/pipeline';

const Id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const RepositoryParams = z.object({ id: Id });
export const PipelineParams = z.object({ id: Id, number: Id });
export const StepParams = z.object({ id: Id, number: Id, step: Id });
export const SecretParams = z.object({ id: Id, secret: z.string().min(1).max(100) });
/** Our own addresses name repositories as people do. */
export const NamedPipelineParams = z.object({ owner: z.string().min(1).max(100), repo: z.string().min(1).max(200), number: Id });
export const NamedArtifactParams = NamedPipelineParams.extend({ artifact: z.string().min(1).max(100) });

/** A body as Go clients send it: a member that is null says the same as none. */
export function clientBody<S extends z.ZodType>(schema: S) {
  return z.preprocess(
    (body) => (isRecord(body) ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) : body),
    schema,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A secret's value. What the masks of logs cannot hide (engines/pipeline mask.ts, upstream's rule) is refused, where upstream
 * takes it and shows it.
 */
export const SecretValue = z
  .string()
  .min(1)
  .max(64 * 1024)
  .refine(
    (value) => Buffer.byteLength(value.trim()) >= SHORTEST_SECRET,
    `must have at least ${SHORTEST_SECRET} characters: a shorter one cannot be hidden in logs`,
  );

/** Variables that somebody gives a pipeline by hand. */
export const Variables = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'names are letters, digits and "_"'), z.string().max(10_000))
  .refine((variables) => Object.keys(variables).length <= 100, 'at most 100 variables');

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
