/** Rows of one page: the largest that Gitea and Woodpecker answer at once. */
export const PAGE_SIZE = 50;

/** One page of what has a name. */
export interface NameFilter {
  /** Part of the name; "" for all. */
  q: string;
  page: number;
}

/** The filter as Gitea's lists take it. */
export function namesQuery({ q, page }: NameFilter): { page: number; limit: number; q?: string } {
  return { page, limit: PAGE_SIZE, ...(q === '' ? {} : { q }) };
}

/** The page that an address asks for, from 1; what is no number is the first. */
export function pageNumber(text: string | null): number {
  const page = Number(text);
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}
