import type { Asker } from './operations/answers.ts';

/** One page; the asker is told how many there are in all. */
export function pageOf<T>(
  items: readonly T[],
  { page, limit }: { page: number; limit: number },
  { sayTotal }: Pick<Asker, 'sayTotal'>,
): T[] {
  sayTotal(items.length, { page, limit });
  return items.slice((page - 1) * limit, page * limit);
}
