/** A list from where its reader stopped, as `cursor` and `next` say. */
export function shownFrom<T>(
  items: readonly T[],
  { cursor = '0', limit }: { cursor?: string | undefined; limit: number },
): { shown: T[]; next: string | null } {
  const end = Number(cursor) + limit;
  return { shown: items.slice(Number(cursor), end), next: end < items.length ? String(end) : null };
}
