import type { PagingQuery } from '@mosaic/contracts/woodpecker';

/** Offset and limit of a page. */
export function slice({ page, perPage }: PagingQuery): { offset: number; limit: number } {
  return { offset: (page - 1) * perPage, limit: perPage };
}
