import { Button } from '@mantine/core';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';

import { CommitSuggestions } from './commit-suggestions.tsx';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';
import type { PickedSuggestion } from './suggestions.ts';

/** The suggestions that are to be one commit. */
interface Batch {
  has: (picked: PickedSuggestion) => boolean;
  toggle: (picked: PickedSuggestion) => void;
  /** Asks for a commit of these. */
  commit: (picked: readonly PickedSuggestion[]) => void;
}

/** None where the reader may commit nothing. */
const BatchContext = createContext<Batch | null>(null);
export const useBatch = (): Batch | null => use(BatchContext);

/** Suggestions that one commit takes at most. */
const MOST = 100;

const keyOf = ({ comment, position }: PickedSuggestion): string => `${comment} ${position}`;

interface SuggestionBatchProps {
  reviewing: Reviewing;
  children: ReactNode;
  /** Another bar, below its own. */
  bar?: ReactNode;
}

/** What lets suggestions below it be committed: each by itself, or several that were picked, with a bar that stays in sight. */
export function SuggestionBatch({ reviewing, children, bar }: SuggestionBatchProps) {
  const [picked, setPicked] = useState<ReadonlyMap<string, PickedSuggestion>>(new Map());
  const [asked, ask] = useState<readonly PickedSuggestion[]>([]);
  const batch = useMemo<Batch>(
    () => ({
      has: (one) => picked.has(keyOf(one)),
      toggle: (one) =>
        setPicked((now) => {
          const others = [...now].filter(([key]) => key !== keyOf(one));
          return new Map(now.has(keyOf(one)) || now.size >= MOST ? others : [...others, [keyOf(one), one]]);
        }),
      commit: ask,
    }),
    [picked],
  );
  const count = picked.size;
  const drop = (done: readonly PickedSuggestion[]): void =>
    setPicked((now) => new Map([...now].filter(([key]) => !done.some((one) => keyOf(one) === key))));
  return (
    <BatchContext value={reviewing.mayCommit ? batch : null}>
      {children}
      <div className={css['bars']}>
        {count > 0 && (
          <section className={css['bar']} aria-label="Your batch of suggestions" data-pending>
            <span>{`${count} ${wordOf(count)} in your batch.`}</span>
            <span className={css['bar-end']}>
              <Button variant="subtle" color="idle" onClick={() => setPicked(new Map())}>
                Clear
              </Button>
              <Button onClick={() => ask([...picked.values()])}>{`Commit ${count} ${wordOf(count)}`}</Button>
            </span>
          </section>
        )}
        {bar}
      </div>
      <CommitSuggestions picked={asked} reviewing={reviewing} onClose={() => ask([])} onDone={drop} />
    </BatchContext>
  );
}

const wordOf = (count: number): string => (count === 1 ? 'suggestion' : 'suggestions');
