import { z } from 'zod';

export const DEFAULT_LIMIT = 30;
export const MAX_LIMIT = 50;

const Count = z.coerce.number<number>().int().catch(0);

/** Gitea's paging: 1-based; 0 or nonsense means the default; above 50 is cut to 50 (services/context/api.go, modules/setting/api.go). */
export const PagingQuery = z.object({
  page: Count.default(1).transform((page) => Math.max(1, page)),
  limit: Count.default(0).transform((limit) => (limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT))),
});
export type PagingQuery = z.infer<typeof PagingQuery>;

/** For lists that are whole where no page is asked for. */
export const OptionalPaging = z.object({ page: Count.default(0), limit: Count.default(0) });
export type OptionalPaging = z.infer<typeof OptionalPaging>;

/** Ours: a list of names narrowed to those that hold a text, whatever its case; Gitea answers all. */
export const NamesQuery = PagingQuery.extend({ q: z.string().max(300).default('') });
