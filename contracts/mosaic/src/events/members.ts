import { z } from 'zod';

/** What every event about a repository says of it. */
export const OfRepository = { repositoryId: z.number().int(), repository: z.string(), private: z.boolean(), owner: z.string() };
