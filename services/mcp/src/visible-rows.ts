/** Rows read at once, and rows looked at in one call at most. */
const CHUNK = 200;
const SCAN_LIMIT = 10_000;

/**
 * The first `limit` rows that the caller may see, out of a list that is read in chunks. `next` reads the chunk after a row,
 * or the first one for null.
 */
export async function visibleRows<T>(stated: {
  limit: number;
  next: (previous: T | null, chunk: number) => Promise<T[]>;
  isVisible: (row: T) => Promise<boolean>;
}): Promise<T[]> {
  const found: T[] = [];
  let previous: T | null = null;
  for (let seen = 0; seen < SCAN_LIMIT; seen += CHUNK) {
    const rows = await stated.next(previous, CHUNK);
    for (const row of rows) {
      if (await stated.isVisible(row)) found.push(row);
      if (found.length >= stated.limit) return found;
    }
    if (rows.length < CHUNK) break;
    previous = rows.at(-1) ?? null;
  }
  return found;
}
