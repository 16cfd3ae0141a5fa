import { useMemo } from 'react';

import type { DiffFile, DiffLine } from '../../../../parts/diff/diff.ts';
import type { DiffSide, LineExtras } from '../../../../parts/diff/file-lines.tsx';
import { AddButton, NewComment } from './line-comments.tsx';
import type { Reviewing } from './reviewing.ts';
import { linesAbove } from './suggestions.ts';
import { ThreadView } from './thread-view.tsx';
import { keysOf, lineKey, placeThreads, type Thread } from './threads.ts';

/** Where comments are being written in one file, and what is typed in them. */
export interface OpenBoxes {
  open: ReadonlySet<string>;
  set: (key: string, isOpen: boolean) => void;
  texts: Map<string, string>;
}

const placeOf = ({ before, after }: DiffLine, side: DiffSide): number => (side === 'old' ? before : after) ?? 0;

/** What reviewing adds to the lines of a file, and the conversations that no line of it has. */
export function useLineExtras(
  diff: DiffFile | undefined,
  { path, threads, reviewing, boxes }: { path: string; threads: readonly Thread[]; reviewing: Reviewing; boxes: OpenBoxes },
): { extras: LineExtras; elsewhere: readonly Thread[] } {
  const placed = useMemo(() => placeThreads(threads, diff), [threads, diff]);
  const first = diff?.hunks[0]?.lines[0];
  const extras = useMemo<LineExtras>(() => {
    const button = (line: DiffLine, side: DiffSide) => {
      const key = lineKey(side, placeOf(line, side));
      return <AddButton side={side} line={placeOf(line, side)} isFirst={line === first} onOpen={() => boxes.set(key, true)} />;
    };
    const below = (line: DiffLine, side: DiffSide) => {
      const key = lineKey(side, placeOf(line, side));
      const found = keysOf(line).flatMap((name) => placed.at.get(name) ?? []);
      if (found.length === 0 && !boxes.open.has(key)) return null;
      return (
        <>
          {found.map((thread) => (
            <ThreadView key={thread.key} thread={thread} reviewing={reviewing} />
          ))}
          {boxes.open.has(key) && (
            <NewComment
              path={path}
              side={side}
              line={placeOf(line, side)}
              text={line.text}
              above={linesAbove(diff, line)}
              reviewing={reviewing}
              texts={boxes.texts}
              textKey={key}
              onEnd={() => boxes.set(key, false)}
            />
          )}
        </>
      );
    };
    return reviewing.mayWrite ? { button, below } : { below };
  }, [placed, first, diff, path, reviewing, boxes]);
  return { extras, elsewhere: placed.elsewhere };
}
