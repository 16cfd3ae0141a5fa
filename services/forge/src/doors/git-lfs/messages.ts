import { z } from 'zod';

/** Objects of one request; git-lfs asks for 100. */
export const BATCH_MAX = 1_000;

/** As a client names an object; whether there can be one like it is told for each by itself. */
const Named = z.object({ oid: z.string().max(1_000), size: z.number() });

/** `POST objects/batch` (git-lfs, Batch API). */
export const BatchRequest = z.object({
  operation: z.enum(['upload', 'download']),
  transfers: z.array(z.string()).optional(),
  hash_algo: z.string().default('sha256'),
  objects: z.array(Named),
});

/** `POST verify`. */
export const VerifyRequest = Named;

/** `POST locks` (git-lfs, File Locking API). */
export const LockRequest = z.object({ path: z.string().min(1).max(4_096) });

/** `GET locks`. */
export const LockQuery = z.object({
  id: z.string().default(''),
  path: z.string().default(''),
  cursor: z.coerce.number().int().min(0).catch(0),
  limit: z.coerce.number().int().min(0).catch(0),
});

/** `POST locks/verify`. */
export const LockVerifyRequest = z.object({
  cursor: z.coerce.number().int().min(0).catch(0),
  limit: z.coerce.number().int().min(0).catch(0),
});

/** `POST locks/{id}/unlock`. */
export const UnlockRequest = z.object({ force: z.boolean().default(false) });
