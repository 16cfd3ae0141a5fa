/** Rows of one page: the largest that Gitea and Woodpecker answer at once. */
export const PAGE_SIZE = 50;
