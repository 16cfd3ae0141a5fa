import { useDeferredValue, useMemo, useRef, useState } from 'react';

import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { useActions } from '../../../actions/registry.tsx';
import { MutationProblem } from '../../../parts/loaded.tsx';
import { useDiffLook } from '../../../parts/diff/use-diff-look.ts';
import { PullRequestIcon } from '../../../theme/icons.ts';
import type { PullRange } from '../keys.ts';
import { rangeOf } from '../queries.ts';
import { FileTree } from './file-tree-view.tsx';
import { FileTools } from './file-tools.tsx';
import css from './file-review.module.css';
import type { PullFile } from './pull-file.ts';
import { PullFileSection } from './pull-file-section.tsx';
import { ReviewBar } from './review/review-bar.tsx';
import { ReviewingContext, useReviewing } from './review/reviewing.ts';
import { SuggestionBatch } from './review/suggestion-batch.tsx';
import type { Thread } from './review/threads.ts';
import { ThreadsElsewhere } from './review/threads-elsewhere.tsx';
import { useFileKeys } from './use-file-keys.ts';
import { useViewedFiles } from './viewed-files.ts';

interface FileReviewProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  repository: Repository;
  files: readonly PullFile[];
  /** There are more than are listed. */
  isCut: boolean;
}

/** Files that are drawn at once: more than a window has room for. */
const FIRST = 6;
const NO_THREADS: readonly Thread[] = [];

/** The changed files to read: a tree beside them, one below the other, what one has seen folded away. */
export function FileReview({ owner, repo, pull, repository, files, isCut }: FileReviewProps) {
  const list = useRef<HTMLDivElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const look = useDiffLook();
  const [withTree, setTree] = useState(look.isWide);
  const [ignoresSpace, setIgnores] = useState(false);
  const viewed = useViewedFiles(`${owner}/${repo}#${pull.number}`);
  const at = useFileKeys(list);
  const { reviewing, error, isCut: isSaidCut } = useReviewing({ owner, repo }, pull, repository);
  const byPath = useMemo(() => Map.groupBy(reviewing.threads, ({ path }) => path), [reviewing.threads]);
  const paths = new Set(files.map(({ path }) => path));
  const strays = reviewing.threads.filter(({ path }) => !paths.has(path));
  const range = rangeOf(pull);
  const rangeKey = JSON.stringify(range);
  const place = useMemo(() => ({ owner, repo, range: JSON.parse(rangeKey) as PullRange }), [owner, repo, rangeKey]);
  // Those that one sees first are there before the hundreds below them.
  const drawn = useDeferredValue(files, files.slice(0, FIRST));
  const group = 'On this page';
  const toFilter = (): void => {
    setTree(true);
    // The field is there after the next drawing.
    requestAnimationFrame(() => filter.current?.focus());
  };
  const markCurrent = (): void => {
    const file = files[at.current()];
    if (file !== undefined) viewed.mark(file, !viewed.has(file));
  };
  useActions([
    { id: 'next-file', title: 'Next file', group, keys: ['j'], run: () => at.step(1) },
    { id: 'previous-file', title: 'Previous file', group, keys: ['k'], run: () => at.step(-1) },
    { id: 'mark-viewed', title: 'Mark this file as viewed, or not', group, icon: PullRequestIcon, keys: ['v'], run: markCurrent },
    { id: 'filter-files', title: 'Filter the files', group, keys: ['t'], run: toFilter },
    ...(look.isWide
      ? [
          {
            id: 'split-diff',
            title: look.shape === 'split' ? 'Show the change in one column' : 'Show the change in two columns',
            group,
            keys: ['s'],
            run: () => look.choose(look.shape === 'split' ? 'unified' : 'split'),
          } as const,
        ]
      : []),
  ]);
  return (
    <>
      <FileTools
        place={{ owner, repo, number: pull.number }}
        files={files}
        isCut={isCut}
        viewedCount={files.filter(viewed.has).length}
        look={look}
        tree={{ isShown: withTree, toggle: () => setTree(!withTree) }}
        space={{ isIgnored: ignoresSpace, ignore: setIgnores, isKnown: files[0]?.diff === null }}
      />
      <MutationProblem title="What is said of these lines could not be read" error={error} />
      {isSaidCut && <p className="meta">There is more said than fits here: the newest 1,000 comments are shown.</p>}
      <div className={css['review']} data-tree={withTree || undefined}>
        {withTree && <FileTree ref={filter} files={drawn} isViewed={viewed.has} onPick={at.show} />}
        <div className={css['files']}>
          <SuggestionBatch reviewing={reviewing} bar={reviewing.mayWrite && <ReviewBar reviewing={reviewing} pull={pull} />}>
            <ReviewingContext value={reviewing}>
              <div className={css['files']} ref={list}>
                {drawn.map((file, index) => (
                  <PullFileSection
                    // Of a file that became another kind of thing git tells twice.
                    key={`${file.path} ${file.change}`}
                    place={place}
                    file={file}
                    shape={look.shape}
                    ignoresSpace={ignoresSpace}
                    isViewed={viewed.has(file)}
                    onViewed={viewed.mark}
                    isFirst={index === 0}
                    threads={byPath.get(file.path) ?? NO_THREADS}
                  />
                ))}
              </div>
            </ReviewingContext>
            {strays.length > 0 && (
              <section className="panel" aria-label="Conversations on other files">
                <p className={css['note']}>On files that the change is not about any more</p>
                <ThreadsElsewhere threads={strays} reviewing={reviewing} withPaths />
              </section>
            )}
          </SuggestionBatch>
        </div>
      </div>
    </>
  );
}
