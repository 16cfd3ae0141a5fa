/** One page; the asker is told how many there are in all. */
export function pageOf<T>(
  items: readonly T[],
  { page, limit }: { page: number; limit: number },
  { sayTotal }: { sayTotal: (total: number) => void },
): T[] {
  sayTotal(items.length);
  return items.slice((page - 1) * limit, page * limit);
}
