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
