import { useState } from 'react';

import { Button } from '@mantine/core';

import type { DiffFile, DiffHunk, DiffLine } from './diff.ts';
import css from './diff-view.module.css';

/** Files that nobody wrote by hand: folded, with the reason. */
const GENERATED = /(^|\/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|Cargo\.lock|go\.sum|composer\.lock)$|\.min\.(js|css)$|\.map$/;
/** Lines beyond which a file opens only when asked, and those that a change opens by itself; more makes a page slow. */
const LARGE = 1500;
const OPEN_LINES = 6000;
/** Files and lines of one file that come at once; the rest waits for a button. */
const FILES = 200;
const LINES = 3000;
/** Characters of one line that are shown. */
const LINE_LENGTH = 5000;

const sizeOf = ({ hunks }: DiffFile): number => hunks.reduce((sum, { lines }) => sum + lines.length, 0);

/** Why a file is shown folded; null when it opens by itself. */
function foldReason(file: DiffFile): string | null {
  if (file.isBinary) return 'Binary file';
  if (file.isSubmodule) return null;
  if (GENERATED.test(file.path)) return 'Generated file';
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
        <Hunks file={file} />
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

function Hunks({ file }: { file: DiffFile }) {
  const [shown, setShown] = useState(LINES);
  const total = sizeOf(file);
  const lines = file.hunks.flatMap((hunk) => hunk.lines);
  // Line ends are told only where a change mixes them: there two lines look alike and are not.
  const withEnds = lines.some(({ ending }) => ending === 'crlf') && lines.some(({ ending }) => ending === 'lf');
  let left = shown;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll area must be reachable by keys */}
      <div className={css['diff-body']} tabIndex={0} role="group" aria-label={`Changes of ${file.path}`}>
        {file.hunks.map((hunk, index) => {
          const part = { ...hunk, lines: hunk.lines.slice(0, Math.max(0, left)) };
          left -= hunk.lines.length;
          return part.lines.length === 0 ? null : <Hunk key={index} hunk={part} withEnds={withEnds} />;
        })}
      </div>
      {total > shown && (
        <p className={css['diff-folded']}>
          {`${(total - shown).toLocaleString('en')} more lines`}
          <Button variant="subtle" size="compact-xs" onClick={() => setShown(shown + LINES)}>
            Show more
          </Button>
        </p>
      )}
    </>
  );
}

const SIGNS = { context: ' ', add: '+', delete: '−' } as const;

function Hunk({ hunk, withEnds }: { hunk: DiffHunk; withEnds: boolean }) {
  return (
    <>
      <div className={css['diff-hunk']}>{hunk.heading === '' ? '⋯' : hunk.heading}</div>
      {hunk.lines.map((line, index) => (
        <div key={index} className={css['diff-line']} data-kind={line.kind}>
          <span className={css['diff-number']}>{line.before}</span>
          <span className={css['diff-number']}>{line.after}</span>
          <span className={css['diff-sign']}>{SIGNS[line.kind]}</span>
          <span className={css['diff-text']}>
            {line.text.slice(0, LINE_LENGTH)}
            <LineEnd line={line} withEnds={withEnds} />
          </span>
        </div>
      ))}
    </>
  );
}

function LineEnd({ line, withEnds }: { line: DiffLine; withEnds: boolean }) {
  const words = [
    ...(line.text.length > LINE_LENGTH ? [`… ${(line.text.length - LINE_LENGTH).toLocaleString('en')} more characters`] : []),
    ...(line.ending === 'none' ? ['no newline at the end'] : []),
    ...(withEnds && line.ending === 'crlf' ? ['CRLF'] : []),
  ];
  return words.length === 0 ? null : <span className={css['diff-end']}>{words.join(' · ')}</span>;
}
