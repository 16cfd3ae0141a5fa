/** How often something that moves is read again, ms; streams make it sooner where there is one. */
export const MOVING_MS = 1000;

/** For a list that goes on by a cursor: read again while any row moves, the more pages the slower; the pages are read one by one. */
export function whileMoving<P>(isMoving: (page: P) => boolean) {
  return ({ state: { data } }: { state: { data: { pages: P[] } | undefined } }): number | false =>
    data?.pages.some(isMoving) === true ? MOVING_MS * data.pages.length : false;
}
