import { useRef, useState } from 'react';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { useActions } from '../../../actions/registry.tsx';
import { useDiffLook } from '../../../parts/diff/use-diff-look.ts';
import { PullRequestIcon } from '../../../theme/icons.ts';
import { rangeOf } from '../queries.ts';
import { FileTree } from './file-tree-view.tsx';
import { FileTools } from './file-tools.tsx';
import css from './file-review.module.css';
import type { PullFile } from './pull-file.ts';
import { PullFileSection } from './pull-file-section.tsx';
import { useFileKeys } from './use-file-keys.ts';
import { useViewedFiles } from './viewed-files.ts';

interface FileReviewProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  files: readonly PullFile[];
  /** There are more than are listed. */
  isCut: boolean;
}

/** The changed files to read: a tree beside them, one below the other, what one has seen folded away. */
export function FileReview({ owner, repo, pull, files, isCut }: FileReviewProps) {
  const list = useRef<HTMLDivElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const look = useDiffLook();
  const [withTree, setTree] = useState(look.isWide);
  const [ignoresSpace, setIgnores] = useState(false);
  const viewed = useViewedFiles(`${owner}/${repo}#${pull.number}`);
  const at = useFileKeys(list);
  const range = rangeOf(pull);
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
      <div className={css['review']} data-tree={withTree || undefined}>
        {withTree && <FileTree ref={filter} files={files} isViewed={viewed.has} onPick={at.show} />}
        <div className={css['files']} ref={list}>
          {files.map((file) => (
            <PullFileSection
              // Of a file that became another kind of thing git tells twice.
              key={`${file.path} ${file.change}`}
              place={{ owner, repo, range }}
              file={file}
              shape={look.shape}
              ignoresSpace={ignoresSpace}
              isViewed={viewed.has(file)}
              onViewed={(isViewed) => viewed.mark(file, isViewed)}
            />
          ))}
        </div>
      </div>
    </>
  );
}
