import { CodeOfThread } from './code-of-thread.tsx';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';
import { ThreadView } from './thread-view.tsx';
import type { Thread } from './threads.ts';

interface ThreadsElsewhereProps {
  threads: readonly Thread[];
  reviewing: Reviewing;
  /** Whether each says which file it is of. */
  withPaths?: boolean;
}

/** Conversations whose line is gone or not drawn, with the place that they had. */
export function ThreadsElsewhere({ threads, reviewing, withPaths = false }: ThreadsElsewhereProps) {
  return threads.map((thread) => (
    <div key={thread.key} className={css['elsewhere']}>
      <p className={css['place']}>
        {thread.outdated && <span className={css['mark']}>Outdated</span>}
        {withPaths && <span className="mono">{thread.path}</span>}
        <span>{placeOf(thread)}</span>
      </p>
      <CodeOfThread thread={thread} />
      <ThreadView thread={thread} reviewing={reviewing} />
    </div>
  ));
}

/** Where it stood, or stands without being shown. */
function placeOf({ line, side, outdated, commit }: Thread): string {
  const words = `line ${line}${side === 'old' ? ' as it was before the change' : ''}`;
  return outdated ? `It stood on ${words} at ${commit.slice(0, 10)}; that line is gone since.` : `On ${words}, which is not shown here.`;
}
