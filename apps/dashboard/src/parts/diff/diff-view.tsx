import { useState } from 'react';

import { Button } from '@mantine/core';

import type { DiffFile } from './diff.ts';
import css from './diff-view.module.css';
import { isGenerated, LARGE } from './fold-reasons.ts';
import { FileLines } from './file-lines.tsx';
import { useDiffLook } from './use-diff-look.ts';

/** Lines that a change opens by itself; more makes a page slow. */
const OPEN_LINES = 6000;
/** Files that come at once; the rest waits for a button. */
const FILES = 200;

const sizeOf = ({ hunks }: DiffFile): number => hunks.reduce((sum, { lines }) => sum + lines.length, 0);

/** Why a file is shown folded; null when it opens by itself. */
function foldReason(file: DiffFile): string | null {
  if (file.isBinary) return 'Binary file';
  if (file.isSubmodule) return null;
  if (isGenerated(file.path)) return 'Generated file';
  if (sizeOf(file) > LARGE) return 'Large change';
  if (file.hunks.length > 0) return null;
  if (file.modes !== null && file.change === 'modified') return 'Only the mode changed';
  const bare: Record<DiffFile['change'], string> = {
    added: 'Empty file',
    deleted: 'Empty file',
    renamed: 'Renamed without a change',
    copied: 'Copied without a change',
    modified: 'No lines changed',
  };
  return bare[file.change];
}

/** A commit's changes, file by file; additions blue, deletions orange, each with its sign. */
export function DiffView({ files }: { files: readonly DiffFile[] }) {
  const [shown, setShown] = useState(FILES);
  let open = 0;
  return (
    <div className={css['diffs']}>
      {files.slice(0, shown).map((file, index) => {
        const reason = foldReason(file);
        if (reason === null) open += sizeOf(file);
        // Two sides of one path (a file that became a submodule) are two entries.
        return (
          <FileDiff key={`${file.path}-${index}`} file={file} reason={reason ?? (open > OPEN_LINES ? 'The whole change is large' : null)} />
        );
      })}
      {files.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + FILES)}>
          {`Show ${Math.min(FILES, files.length - shown)} more of ${files.length} files`}
        </Button>
      )}
    </div>
  );
}

function FileDiff({ file, reason }: { file: DiffFile; reason: string | null }) {
  const [isOpen, setOpen] = useState(reason === null);
  const { shape } = useDiffLook();
  const facts = [
    ...(file.change === 'modified' ? [] : [file.change]),
    ...(file.isSubmodule ? ['submodule'] : []),
    ...(file.modes === null ? [] : [`mode ${file.modes.before} → ${file.modes.after}`]),
    ...(file.parents > 1 ? [`against ${file.parents} parents`] : []),
  ];
  return (
    <section className="panel" aria-label={file.path}>
      <header className={css['diff-head']}>
        <h3 className="mono truncate">{file.oldPath === null ? file.path : `${file.oldPath} → ${file.path}`}</h3>
        {facts.length > 0 && <span className="meta">{facts.join(' · ')}</span>}
        <span className={`${css['diff-counts']} figures`}>
          <span className={css['diff-added']}>+{file.additions}</span> <span className={css['diff-deleted']}>−{file.deletions}</span>
        </span>
      </header>
      {isOpen && file.hunks.length > 0 ? (
        <FileLines file={file} shape={shape} />
      ) : (
        <p className={css['diff-folded']}>
          {reason}
          {file.hunks.length > 0 && (
            <Button variant="subtle" size="compact-xs" onClick={() => setOpen(true)}>
              Show it
            </Button>
          )}
        </p>
      )}
    </section>
  );
}
