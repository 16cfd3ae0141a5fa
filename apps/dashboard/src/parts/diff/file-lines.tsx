import { Fragment, memo, type ReactNode, useMemo } from 'react';

import type { DiffFile, DiffLine } from './diff.ts';
import { type DiffRow, diffRows, type DiffShape, type WordRange } from './diff-rows.ts';
import css from './file-lines.module.css';
import { Near } from './near.tsx';

/** Characters of one line that are shown. */
const LINE_LENGTH = 5000;
/** Rows that come and go together while one scrolls, and the height of a row that is not broken. */
const BLOCK = 120;
export const ROW_PX = 20;

/** One side of a change: the file as it was, or as it becomes. */
export type DiffSide = 'old' | 'new';

/** What a page adds to lines: how to write about one, and what is written about it. */
export interface LineExtras {
  /** In front of a line, in place of nothing. */
  button?: (line: DiffLine, side: DiffSide) => ReactNode;
  /** Below a line; null for nothing. */
  below: (line: DiffLine, side: DiffSide) => ReactNode;
}

interface FileLinesProps {
  file: DiffFile;
  shape: DiffShape;
  extras?: LineExtras;
  /** What it is called where it is not the change of the file. */
  label?: string;
}

/** The changed lines of one file, in one column or in two; of a long one those near the window are drawn. */
export function FileLines({ file, shape, extras, label = `Changes of ${file.path}` }: FileLinesProps) {
  const rows = useMemo(() => diffRows(file.hunks, shape), [file, shape]);
  // Line ends are told only where a change mixes them: there two lines look alike and are not.
  const withEnds = useMemo(() => {
    const lines = file.hunks.flatMap((hunk) => hunk.lines);
    return lines.some(({ ending }) => ending === 'crlf') && lines.some(({ ending }) => ending === 'lf');
  }, [file]);
  const blocks = useMemo(
    () => Array.from({ length: Math.ceil(rows.length / BLOCK) }, (_, at) => rows.slice(at * BLOCK, (at + 1) * BLOCK)),
    [rows],
  );
  const draw = (block: readonly DiffRow[], at: number) => <Rows key={at} rows={block} withEnds={withEnds} extras={extras} />;
  return (
    <div className={css['lines']} role="group" aria-label={label} data-shape={shape}>
      {blocks.length <= 2
        ? blocks.map(draw)
        : blocks.map((block, at) => (
            <Near key={at} height={block.length * ROW_PX}>
              {draw(block, at)}
            </Near>
          ))}
    </div>
  );
}

interface RowsProps {
  rows: readonly DiffRow[];
  withEnds: boolean;
  extras: LineExtras | undefined;
}

const Rows = memo(function Rows({ rows, withEnds, extras }: RowsProps) {
  return rows.map((row, index) => {
    if (row.kind === 'heading')
      return (
        <div key={index} className={css['heading']}>
          {row.heading === '' ? '⋯' : row.heading}
        </div>
      );
    if (row.kind === 'line') return <OneColumn key={index} row={row} withEnds={withEnds} extras={extras} />;
    return <TwoColumns key={index} row={row} withEnds={withEnds} extras={extras} />;
  });
});

const SIGNS = { context: ' ', add: '+', delete: '−' } as const;
const sideOf = ({ kind }: DiffLine): DiffSide => (kind === 'delete' ? 'old' : 'new');

type PartProps<K extends DiffRow['kind']> = Omit<RowsProps, 'rows'> & { row: Extract<DiffRow, { kind: K }> };

function OneColumn({ row: { line, words }, withEnds, extras }: PartProps<'line'>) {
  return (
    <>
      <div className={css['line']} data-kind={line.kind}>
        {extras?.button?.(line, sideOf(line))}
        <span className={css['number']}>{line.before}</span>
        <span className={css['number']}>{line.after}</span>
        <LineText line={line} words={words} withEnds={withEnds} />
      </div>
      {extras?.below(line, sideOf(line))}
    </>
  );
}

function TwoColumns({ row: { left, right, words }, withEnds, extras }: PartProps<'pair'>) {
  const sides = [
    { side: 'old' as const, line: left, range: words?.left ?? null },
    { side: 'new' as const, line: right, range: words?.right ?? null },
  ];
  return (
    <>
      <div className={css['pair']}>
        {sides.map(({ side, line, range }) =>
          line === null ? (
            <div key={side} className={css['no-line']} />
          ) : (
            <div key={side} className={css['line']} data-kind={line.kind}>
              {(side === 'new' || line.kind === 'delete') && extras?.button?.(line, side)}
              <span className={css['number']}>{side === 'old' ? line.before : line.after}</span>
              <LineText line={line} words={range} withEnds={withEnds} />
            </div>
          ),
        )}
      </div>
      {sides.map(({ side, line }) =>
        // An unchanged line stands on both sides; what is written below it is written once.
        line === null || (side === 'old' && line.kind !== 'delete') ? null : <Fragment key={side}>{extras?.below(line, side)}</Fragment>,
      )}
    </>
  );
}

function LineText({ line, words, withEnds }: { line: DiffLine; words: WordRange | null; withEnds: boolean }) {
  const text = line.text.slice(0, LINE_LENGTH);
  return (
    <>
      <span className={css['sign']}>{SIGNS[line.kind]}</span>
      <span className={css['text']}>
        {words === null || words.from === words.to ? (
          text
        ) : (
          <>
            {text.slice(0, words.from)}
            <span className={css['word']}>{text.slice(words.from, words.to)}</span>
            {text.slice(words.to)}
          </>
        )}
        <LineEnd line={line} withEnds={withEnds} />
      </span>
    </>
  );
}

function LineEnd({ line, withEnds }: { line: DiffLine; withEnds: boolean }) {
  const words = [
    ...(line.text.length > LINE_LENGTH ? [`… ${(line.text.length - LINE_LENGTH).toLocaleString('en')} more characters`] : []),
    ...(line.ending === 'none' ? ['no newline at the end'] : []),
    ...(withEnds && line.ending === 'crlf' ? ['CRLF'] : []),
  ];
  return words.length === 0 ? null : <span className={css['end']}>{words.join(' · ')}</span>;
}
