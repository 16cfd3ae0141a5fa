import { useState } from 'react';

import { Button } from '@mantine/core';

import type { DiffFile, DiffHunk } from './diff.ts';
import './diff-view.css';

/** Files that nobody wrote by hand: folded, with the reason. */
const GENERATED = /(^|\/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|Cargo\.lock|go\.sum|composer\.lock)$|\.min\.(js|css)$|\.map$/;
/** Lines beyond which a file opens only when asked. */
const LARGE = 1500;

function foldReason(file: DiffFile): string | null {
  if (file.isBinary) return 'Binary file';
  if (GENERATED.test(file.path)) return 'Generated file';
  if (file.additions + file.deletions > LARGE) return 'Large change';
  if (file.hunks.length === 0) return file.change === 'renamed' ? 'Renamed without a change' : 'No lines changed';
  return null;
}

/** A commit's changes, file by file; additions blue, deletions orange, each with its sign. */
export function DiffView({ files }: { files: readonly DiffFile[] }) {
  return (
    <div className="diffs">
      {files.map((file) => (
        <FileDiff key={file.path} file={file} />
      ))}
    </div>
  );
}

function FileDiff({ file }: { file: DiffFile }) {
  const reason = foldReason(file);
  const [isOpen, setOpen] = useState(reason === null);
  return (
    <section className="panel diff-file" aria-label={file.path}>
      <header className="diff-head">
        <h3 className="mono truncate">{file.oldPath === null ? file.path : `${file.oldPath} → ${file.path}`}</h3>
        {file.change !== 'modified' && <span className="meta">{file.change}</span>}
        <span className="diff-counts figures">
          <span className="diff-added">+{file.additions}</span> <span className="diff-deleted">−{file.deletions}</span>
        </span>
      </header>
      {isOpen && file.hunks.length > 0 ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll area must be reachable by keys
        <div className="diff-body" tabIndex={0} role="group" aria-label={`Changes of ${file.path}`}>
          {file.hunks.map((hunk, index) => (
            <Hunk key={index} hunk={hunk} />
          ))}
        </div>
      ) : (
        <p className="diff-folded">
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

const SIGNS = { context: ' ', add: '+', delete: '−' } as const;

function Hunk({ hunk }: { hunk: DiffHunk }) {
  return (
    <>
      <div className="diff-hunk">{hunk.heading === '' ? '⋯' : hunk.heading}</div>
      {hunk.lines.map(({ kind, text, before, after }, index) => (
        <div key={index} className="diff-line" data-kind={kind}>
          <span className="diff-number">{before}</span>
          <span className="diff-number">{after}</span>
          <span className="diff-sign">{SIGNS[kind]}</span>
          <span className="diff-text">{text}</span>
        </div>
      ))}
    </>
  );
}
