/** Rows read at once, rows asked about together (one question to the forge), and rows looked at in one call at most. */
const CHUNK = 200;
const TOGETHER = 50;
const SCAN_LIMIT = 10_000;

/** Rows of a list that the caller may see. */
export interface VisiblePage<T> {
  rows: T[];
  /** The row after which the list goes on; null at its end. */
  last: Partial<T> | null;
  /** Whether it is one of `rows`. What it holds is nothing for the caller otherwise (cursor-seal.ts). */
  isLastShown: boolean;
}

/** A page as a list answers it: rows that the caller may see, and the cursor that leads on. */
export interface RowPage<T> {
  rows: T[];
  next: string | null;
}

/**
 * The first `limit` rows that the caller may see, out of a list that is read in chunks. `next` reads the chunk after a row,
 * of which only the members that order the list are looked at, or the first one for null; `after` is where to begin.
 */
export async function visiblePage<T extends object>(stated: {
  limit: number;
  after?: Partial<T> | null;
  next: (previous: Partial<T> | null, chunk: number) => Promise<T[]>;
  isVisible: (row: T) => Promise<boolean>;
}): Promise<VisiblePage<T>> {
  const rows: T[] = [];
  let previous: Partial<T> | null = stated.after ?? null;
  for (let seen = 0; seen < SCAN_LIMIT; seen += CHUNK) {
    const chunk = await stated.next(previous, CHUNK);
    for (let at = 0; at < chunk.length; at += TOGETHER) {
      const some = chunk.slice(at, at + TOGETHER);
      const visible = await Promise.all(some.map((row) => stated.isVisible(row)));
      for (const row of some.filter((_, index) => visible[index])) {
        if (rows.length === stated.limit) return { rows, last: rows.at(-1) ?? null, isLastShown: true };
        rows.push(row);
      }
    }
    if (chunk.length < CHUNK) return { rows, last: null, isLastShown: false };
    previous = chunk.at(-1) ?? null;
  }
  return { rows, last: previous, isLastShown: false };
}

/** The same where nobody goes on from there. */
export async function visibleRows<T extends object>(stated: Parameters<typeof visiblePage<T>>[0]): Promise<T[]> {
  return (await visiblePage(stated)).rows;
}
