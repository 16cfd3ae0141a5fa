import type { DiffFile, DiffLine } from '../../../../parts/diff/diff.ts';
import type { DiffSide } from '../../../../parts/diff/file-lines.tsx';
import type { LineComment, Reviews } from '../../review-queries.ts';

/** A conversation on one line: what one review says there, and what is answered. */
export interface Thread extends Pick<LineComment, 'path' | 'side' | 'line' | 'outdated' | 'commit' | 'hunk' | 'resolver'> {
  key: string;
  reviewId: number;
  /** Nobody but who writes it sees it. */
  isDraft: boolean;
  /** Oldest first; one at least. */
  comments: readonly LineComment[];
}

/** The conversations of a pull request, by their first comments. */
export function threadsOf({ reviews, comments }: Pick<Reviews, 'reviews' | 'comments'>): Thread[] {
  const drafts = new Set(reviews.filter(({ state }) => state === 'pending').map(({ id }) => id));
  const threads = new Map<string, Thread>();
  for (const comment of comments) {
    const { reviewId, path, side, line, outdated, commit, hunk, resolver } = comment;
    const key = `${reviewId} ${side} ${line} ${outdated ? 'outdated ' : ''}${path}`;
    const known = threads.get(key);
    const about = known ?? { key, reviewId, isDraft: drafts.has(reviewId), path, side, line, outdated, commit, hunk, resolver };
    threads.set(key, { ...about, comments: [...(known?.comments ?? []), comment] });
  }
  return [...threads.values()];
}

/** A line of a file, whichever way it is drawn. */
export const lineKey = (side: DiffSide, line: number): string => `${side} ${line}`;

/** What a drawn line is called; an unchanged one by either side. */
export function keysOf({ kind, before, after }: DiffLine): string[] {
  const old = before === null || kind === 'add' ? [] : [lineKey('old', before)];
  return after === null ? old : [lineKey('new', after), ...old];
}

/** Conversations by the drawn line that they stand below, and those whose line is gone or not drawn. */
export function placeThreads(
  threads: readonly Thread[],
  diff: DiffFile | undefined,
): { at: ReadonlyMap<string, readonly Thread[]>; elsewhere: readonly Thread[] } {
  const drawn = new Set(diff?.hunks.flatMap(({ lines }) => lines.flatMap(keysOf)) ?? []);
  const at = new Map<string, Thread[]>();
  const elsewhere: Thread[] = [];
  for (const thread of threads) {
    const key = lineKey(thread.side, thread.line);
    if (thread.outdated || !drawn.has(key)) elsewhere.push(thread);
    else at.set(key, [...(at.get(key) ?? []), thread]);
  }
  return { at, elsewhere };
}
