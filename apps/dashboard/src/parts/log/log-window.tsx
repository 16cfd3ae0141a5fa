import { Button } from '@mantine/core';
import { IconArrowDown, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useImperativeHandle, useRef, useState, type MouseEvent, type Ref, type RefObject } from 'react';

import { ICON } from '../../theme/icons.ts';
import { parseAnsi, stripAnsi } from './ansi.ts';
import { formatDuration } from '../time/duration.ts';
import type { LogRow } from './log-lines.ts';
import { StatusIcon } from '../status/status-icon.tsx';
import css from './log-view.module.css';

export interface LogWindowHandle {
  /** Brings a line to the middle. */
  showLine: (number: number) => void;
  focus: () => void;
}

interface LogWindowProps {
  ref: Ref<LogWindowHandle>;
  rows: readonly LogRow[];
  label: string;
  selected: { from: number; to: number } | null;
  /** Where to open: the selected line, or the end of the failing command. */
  firstLine: number | null;
  isRunning: boolean;
  look: { withTimes: boolean; wraps: boolean; needle: string };
  onPick: (number: number, extend: boolean) => void;
  onToggle: (foldStart: number) => void;
  /** The reader left the end of a running log, to stay with this step. */
  onStay: () => void;
}

const ROW_PX = 20;
const OVERSCAN = 12;
/** How near the end still counts as following, px. */
const FOLLOW_SLACK_PX = 40;

/** The scrolled part of a log; it alone is drawn again while scrolling. */
export function LogWindow({ ref, rows, label, selected, firstLine, isRunning, look, onPick, onToggle, onStay }: LogWindowProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    paddingEnd: ROW_PX / 2,
  });
  const showLine = useCallback(
    (number: number) => {
      const index = rows.findIndex((row) => lineNumberOf(row) >= number);
      if (index !== -1) virtual.scrollToIndex(index, { align: 'center' });
    },
    [rows, virtual],
  );
  const scrollToEnd = (): void => virtual.scrollToIndex(rows.length - 1, { align: 'end' });
  const { unseen, toEnd, stop, onScroll, hasLeft } = useFollowing({ scroller, rowCount: rows.length, isRunning, scrollToEnd });
  useEffect(() => {
    if (hasLeft) onStay();
  }, [hasLeft, onStay]);
  // Who looks at one line does not want it carried away by the next.
  const visit = useCallback(
    (number: number) => {
      stop();
      showLine(number);
    },
    [stop, showLine],
  );
  const pick = useCallback(
    (number: number, extend: boolean) => {
      stop();
      onPick(number, extend);
    },
    [stop, onPick],
  );
  useImperativeHandle(ref, () => ({ showLine: visit, focus: () => scroller.current?.focus() }), [visit]);
  useFirstPosition({ showLine: visit, isReady: rows.length > 0, firstLine });
  useTop(scroller);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll area must be reachable by keys */}
      <div
        className={css['log-window']}
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="group"
        aria-label={label}
        data-wraps={look.wraps || undefined}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          <ShownRows virtual={virtual} rows={rows} selected={selected} look={look} onPick={pick} onToggle={onToggle} />
        </div>
      </div>
      {unseen > 0 && (
        <Button className={css['log-new']} leftSection={<IconArrowDown {...ICON} />} onClick={toEnd}>
          {unseen} new {unseen === 1 ? 'line' : 'lines'}
        </Button>
      )}
    </>
  );
}

interface ShownRowsProps extends Pick<LogWindowProps, 'rows' | 'selected' | 'look' | 'onPick' | 'onToggle'> {
  virtual: Virtualizer<HTMLDivElement, Element>;
}

function ShownRows({ virtual, rows, selected, look, onPick, onToggle }: ShownRowsProps) {
  return virtual.getVirtualItems().map(({ index, start, key }) => {
    const row = rows[index];
    if (row === undefined) return null;
    const number = lineNumberOf(row);
    return (
      <div
        key={key}
        data-index={index}
        ref={look.wraps ? virtual.measureElement : undefined}
        className={css['log-row']}
        style={{ transform: `translateY(${start}px)` }}
        data-marked={(selected !== null && number >= selected.from && number <= selected.to) || undefined}
      >
        <RowContent row={row} withTimes={look.withTimes} needle={look.needle} onPick={onPick} onToggle={onToggle} />
      </div>
    );
  });
}

function lineNumberOf(row: LogRow): number {
  return row.kind === 'line' ? row.line.number : row.fold.start;
}

interface RowContentProps extends Pick<LogWindowProps, 'onPick' | 'onToggle'> {
  row: LogRow;
  withTimes: boolean;
  needle: string;
}

const RowContent = memo(function RowContent({ row, withTimes, needle, onPick, onToggle }: RowContentProps) {
  const number = lineNumberOf(row);
  const pick = (event: MouseEvent): void => {
    event.preventDefault();
    onPick(number, event.shiftKey);
  };
  return (
    <>
      <a className={css['log-number']} href={`#L${number}`} onClick={pick} aria-label={`Line ${number}`}>
        {number}
      </a>
      {withTimes && (
        <span className={css['log-time']}>{formatTime(row.kind === 'line' ? row.line.time : (row.fold.lines[0]?.time ?? 0))}</span>
      )}
      {row.kind === 'line' ? (
        <LineText text={row.line.text} needle={needle} />
      ) : (
        <FoldHead row={row} onToggle={() => onToggle(row.fold.start)} />
      )}
    </>
  );
});

/** Opens at the selected line, or at the end of the failing command. */
function useFirstPosition({
  showLine,
  isReady,
  firstLine,
}: {
  showLine: (number: number) => void;
  isReady: boolean;
  firstLine: number | null;
}): void {
  const isPlaced = useRef(false);
  useEffect(() => {
    if (isPlaced.current || !isReady || firstLine === null) return;
    isPlaced.current = true;
    showLine(firstLine);
  }, [showLine, isReady, firstLine]);
}

interface Following {
  scroller: RefObject<HTMLDivElement | null>;
  rowCount: number;
  isRunning: boolean;
  scrollToEnd: () => void;
}

/** Keeps the end in view while the step runs; scrolling up stops it and counts what came since. */
function useFollowing({ scroller, rowCount, isRunning, scrollToEnd }: Following) {
  const [seen, setSeen] = useState<number | null>(null);
  const follows = seen === null;
  useEffect(() => {
    if (isRunning && follows && rowCount > 0) scrollToEnd();
    // The virtualizer's own functions change at every render; only new rows call for scrolling.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [rowCount, isRunning, follows]);
  const onScroll = (): void => {
    const box = scroller.current;
    if (box === null || !isRunning) return;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < FOLLOW_SLACK_PX;
    if (isAtEnd && !follows) setSeen(null);
    if (!isAtEnd && follows && box.scrollHeight > box.clientHeight) setSeen(rowCount);
  };
  const toEnd = (): void => {
    setSeen(null);
    scrollToEnd();
  };
  const stop = useCallback(() => setSeen((known) => (isRunning ? (known ?? rowCount) : known)), [isRunning, rowCount]);
  return { unseen: seen === null ? 0 : Math.max(0, rowCount - seen), toEnd, stop, onScroll, hasLeft: isRunning && !follows };
}

/** Tells the style sheet where the log begins on the page, so that it ends with the window and its last line is in view. */
function useTop(scroller: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const measure = (): void => {
      const box = scroller.current;
      box?.style.setProperty('--log-top', `${Math.round(box.getBoundingClientRect().top + window.scrollY)}px`);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [scroller]);
}

function FoldHead({ row: { fold, isOpen }, onToggle }: { row: Extract<LogRow, { kind: 'fold' }>; onToggle: () => void }) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button type="button" className={css['log-fold']} aria-expanded={isOpen} onClick={onToggle}>
      <Chevron size={14} stroke={1.5} aria-hidden />
      <span className={css['log-command']}>{fold.command}</span>
      <span className={css['log-result']}>
        {fold.exitCode === null ? (
          <StatusIcon of="own" status="running" iconOnly size={14} />
        ) : (
          <StatusIcon of="own" status={fold.exitCode === 0 ? 'ok' : 'failed'} iconOnly size={14} />
        )}
        {fold.exitCode !== null && fold.exitCode !== 0 && <span>exit {fold.exitCode}</span>}
        {fold.seconds !== null && <span>{fold.seconds === 0 ? '< 1 s' : formatDuration(fold.seconds * 1000)}</span>}
      </span>
    </button>
  );
}

function LineText({ text, needle }: { text: string; needle: string }) {
  const isHit = needle !== '' && stripAnsi(text).toLowerCase().includes(needle.toLowerCase());
  return (
    <span className={css['log-text']} data-hit={isHit || undefined}>
      {parseAnsi(text).map(({ text: part, color, bold }, index) => (
        <span key={index} style={{ ...(color === null ? {} : { color: `var(--ui-log-${color})` }), ...(bold ? { fontWeight: 600 } : {}) }}>
          {part}
        </span>
      ))}
    </span>
  );
}

function formatTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
