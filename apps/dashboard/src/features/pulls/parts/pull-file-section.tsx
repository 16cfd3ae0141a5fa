import { Button, Checkbox, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';

import type { DiffFile } from '../../../parts/diff/diff.ts';
import { parseDiff } from '../../../parts/diff/diff.ts';
import type { DiffShape } from '../../../parts/diff/diff-rows.ts';
import { FileLines, ROW_PX } from '../../../parts/diff/file-lines.tsx';
import { Near } from '../../../parts/diff/near.tsx';
import { FailureView } from '../../../parts/loaded.tsx';
import { ICON } from '../../../theme/icons.ts';
import type { AskedChange, PullRange } from '../keys.ts';
import { pullChangeQuery } from '../change-queries.ts';
import css from './file-review.module.css';
import { ThreadsElsewhere } from './review/threads-elsewhere.tsx';
import { useReviewed } from './review/reviewing.ts';
import type { Thread } from './review/threads.ts';
import { useLineExtras, type OpenBoxes } from './review/use-line-extras.tsx';
import { useOpenBoxes } from './review/use-open-boxes.ts';
import { bareReason, factsOf, foldReason, type PullFile } from './pull-file.ts';

interface PullFileSectionProps {
  place: { owner: string; repo: string; range: PullRange };
  file: PullFile;
  shape: DiffShape;
  ignoresSpace: boolean;
  isViewed: boolean;
  onViewed: (file: PullFile, isViewed: boolean) => void;
  /** Those of the file. */
  threads: readonly Thread[];
  /** The first of all. */
  isFirst: boolean;
}

/** Rows that a change of a file has beside its changed ones: what stands around it. */
const AROUND = 8;

/** One file: what became of it, and its lines as soon as one comes near. Of hundreds those alone are drawn again that something is new of. */
export const PullFileSection = memo(function PullFileSection(props: PullFileSectionProps) {
  const { place, file, shape, ignoresSpace, isViewed, onViewed, threads, isFirst } = props;
  // What one has not said is as it is by itself: open, but for what is seen already or large.
  const [choice, setChoice] = useState<boolean | null>(null);
  const [isWhole, setWhole] = useState(false);
  const bare = bareReason(file);
  const fold = foldReason(file);
  const isOpen = choice ?? (!isViewed && fold === null);
  const boxes = useOpenBoxes();
  const openThreads = threads.filter(({ resolver }) => resolver === null).length;
  const mark = (next: boolean): void => {
    setChoice(null);
    onViewed(file, next);
  };
  const asked: AskedChange = { path: file.path, former: file.formerPath ?? '', space: ignoresSpace ? 'ignore' : 'keep', isWhole };
  return (
    <section className={`panel ${css['file']}`} aria-label={file.path} tabIndex={-1}>
      <header className={css['head']} data-open={isOpen || undefined}>
        <UnstyledButton
          className={css['fold']}
          aria-expanded={isOpen}
          aria-label={`Lines of ${file.path}`}
          onClick={() => setChoice(!isOpen)}
        >
          {isOpen ? <IconChevronDown {...ICON} aria-hidden /> : <IconChevronRight {...ICON} aria-hidden />}
        </UnstyledButton>
        <h3 className="mono">{file.formerPath === null ? file.path : `${file.formerPath} → ${file.path}`}</h3>
        <span className="meta">{factsOf(file).join(' · ')}</span>
        {openThreads > 0 && <span className="meta">{`${openThreads} open ${openThreads === 1 ? 'conversation' : 'conversations'}`}</span>}
        <span className={`${css['head-end']} figures`}>
          {file.additions + file.deletions > 0 && (
            <>
              <span className={css['added']}>{`+${file.additions.toLocaleString('en')}`}</span>
              <span className={css['deleted']}>{`−${file.deletions.toLocaleString('en')}`}</span>
            </>
          )}
          {bare === null && file.change === 'modified' && file.diff === null && isOpen && (
            <Button variant="subtle" size="compact-xs" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'Only what changed' : 'Whole file'}
            </Button>
          )}
          <Checkbox size="xs" label="Viewed" checked={isViewed} onChange={({ currentTarget }) => mark(currentTarget.checked)} />
        </span>
      </header>
      {isOpen && bare === null && (
        <Near height={(file.additions + file.deletions + AROUND) * ROW_PX} stays={boxes.open.size > 0} isInitially={isFirst}>
          <Lines place={place} file={file} asked={asked} shape={shape} threads={threads} boxes={boxes} />
        </Near>
      )}
      {isOpen && bare !== null && <BareThreads threads={threads} />}
      {bare !== null && !isViewed && <p className={css['note']}>{bare}</p>}
      {bare === null && !isOpen && !isViewed && fold !== null && (
        <p className={css['note']}>
          {fold}
          <Button variant="subtle" size="compact-xs" onClick={() => setChoice(true)}>
            Load diff
          </Button>
        </p>
      )}
    </section>
  );
});

function BareThreads({ threads }: { threads: readonly Thread[] }) {
  return <ThreadsElsewhere threads={threads} reviewing={useReviewed()} />;
}

interface LinesProps extends Pick<PullFileSectionProps, 'place' | 'file' | 'shape' | 'threads'> {
  asked: AskedChange;
  boxes: OpenBoxes;
}

function Lines({ place: { owner, repo, range }, file, asked, shape, threads, boxes }: LinesProps) {
  const reviewing = useReviewed();
  const text = useQuery({ ...pullChangeQuery(owner, repo, { range, asked }), enabled: file.diff === null, select: parseDiff });
  const diff: DiffFile | undefined = file.diff ?? text.data?.[0];
  const { extras, elsewhere } = useLineExtras(diff, { path: file.path, threads, reviewing, boxes });
  if (text.isError) return <FailureView error={text.error} onRetry={() => text.refetch()} />;
  if (diff === undefined && !text.isSuccess)
    return <p className={css['note']} data-loading style={{ height: (file.additions + file.deletions + AROUND) * ROW_PX }} />;
  return (
    <>
      {diff !== undefined && diff.hunks.length > 0 ? (
        <FileLines file={{ ...diff, path: file.path }} shape={shape} extras={extras} />
      ) : (
        <p className={css['note']}>Only white space has changed.</p>
      )}
      <ThreadsElsewhere threads={elsewhere} reviewing={reviewing} />
    </>
  );
}
