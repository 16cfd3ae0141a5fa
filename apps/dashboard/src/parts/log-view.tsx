import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconChevronDown, IconChevronRight, IconClock, IconDownload, IconSearch, IconTextWrap } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';

import { ICON } from '../theme/icons.ts';
import { parseAnsi, stripAnsi } from './ansi.ts';
import { formatDuration } from './duration.ts';
import { foldLog, formatRange, isFailureLine, parseRange, rowsOf, type LogLine, type LogRow, type StepEnd } from './log-lines.ts';
import { StatusIcon } from './status-icon.tsx';
import './log-view.css';

interface LogViewProps {
  lines: readonly LogLine[];
  /** How the step ended; null while it runs, and then the view follows. */
  end: StepEnd | null;
  /** Selected lines, from the address. */
  hash: string;
  onSelect: (hash: string) => void;
  /** File name for the download. */
  name: string;
}

const ROW_PX = 20;
/** How near the end still counts as following, px. */
const FOLLOW_SLACK_PX = 40;

/** A step's log as a window on up to 100,000 lines: folds, colours, permalinks, search, following. */
export function LogView({ lines, end, hash, onSelect, name }: LogViewProps) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const [withTimes, setWithTimes] = useState(false);
  const [wraps, setWraps] = useState(false);
  const [needle, setNeedle] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const folds = useMemo(() => foldLog(lines, end), [lines, end]);
  const rows = useMemo(() => rowsOf(folds, closed), [folds, closed]);
  const selected = parseRange(hash);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });

  const showLine = useCallback(
    (number: number) => {
      const index = rows.findIndex((row) => lineNumberOf(row) >= number);
      if (index !== -1) virtual.scrollToIndex(index, { align: 'center' });
    },
    [rows, virtual],
  );
  useFirstPosition({ showLine, ready: rows.length > 0, selected: selected?.from ?? null, failedAt: failedStart(folds) });
  const { unseen, toEnd, onScroll } = useFollowing({
    scroller,
    rowCount: rows.length,
    isRunning: end === null,
    scrollToEnd: () => virtual.scrollToIndex(rows.length - 1, { align: 'end' }),
  });

  const current = useRef(0);
  const step = (matches: (line: LogLine) => boolean): void => {
    const next = lines.find((line) => line.number > current.current && matches(line)) ?? lines.find(matches);
    if (next === undefined) return;
    current.current = next.number;
    setClosed(withoutFoldOf(next.number, folds, closed));
    onSelect(formatRange(next.number, next.number));
    requestAnimationFrame(() => showLine(next.number));
  };
  const findNext = (): void => {
    if (needle !== '') step(({ text }) => stripAnsi(text).toLowerCase().includes(needle.toLowerCase()));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
    if (event.key === '/') {
      event.preventDefault();
      event.stopPropagation();
      search.current?.focus();
    } else if (event.key === 'n') step(isFailureLine);
  };
  const select = (number: number, event: MouseEvent): void => {
    event.preventDefault();
    current.current = number;
    onSelect(event.shiftKey && selected !== null ? formatRange(selected.from, number) : formatRange(number, number));
  };

  return (
    <div className="log" onKeyDown={onKey}>
      <div className="log-tools">
        <TextInput
          ref={search}
          size="xs"
          className="log-search"
          placeholder="Search the log ( / )"
          aria-label="Search the log"
          leftSection={<IconSearch {...ICON} />}
          value={needle}
          onChange={({ currentTarget }) => setNeedle(currentTarget.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') findNext();
            if (key === 'Escape') currentTarget.blur();
          }}
        />
        <Button variant="default" onClick={() => step(isFailureLine)} title="n">
          Next failure
        </Button>
        <LogToggle label="Times" active={withTimes} onClick={() => setWithTimes(!withTimes)} icon={IconClock} />
        <LogToggle label="Wrap long lines" active={wraps} onClick={() => setWraps(!wraps)} icon={IconTextWrap} />
        <LogToggle label="Download the log" active={false} onClick={() => download(name, lines)} icon={IconDownload} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll area must be reachable by keys */}
      <div
        className="log-window"
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="group"
        aria-label={`Log of ${name}`}
        data-wraps={wraps || undefined}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const number = lineNumberOf(row);
            return (
              <div
                key={key}
                data-index={index}
                ref={wraps ? virtual.measureElement : undefined}
                className="log-row"
                style={{ transform: `translateY(${start}px)` }}
                data-marked={(selected !== null && number >= selected.from && number <= selected.to) || undefined}
              >
                <a className="log-number" href={`#L${number}`} onClick={(event) => select(number, event)} aria-label={`Line ${number}`}>
                  {number}
                </a>
                {withTimes && (
                  <span className="log-time">{formatTime(row.kind === 'line' ? row.line.time : (row.fold.lines[0]?.time ?? 0))}</span>
                )}
                {row.kind === 'line' ? (
                  <LineText text={row.line.text} needle={needle} />
                ) : (
                  <FoldHead row={row} onToggle={() => setClosed(toggled(closed, row.fold.start))} />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {unseen > 0 && (
        <Button className="log-new" leftSection={<IconArrowDown {...ICON} />} onClick={toEnd}>
          {unseen} new {unseen === 1 ? 'line' : 'lines'}
        </Button>
      )}
    </div>
  );
}

function lineNumberOf(row: LogRow): number {
  return row.kind === 'line' ? row.line.number : row.fold.start;
}

function failedStart(folds: ReturnType<typeof foldLog>): number | null {
  const failed = folds.findLast(({ exitCode }) => exitCode !== null && exitCode !== 0);
  return failed?.lines.at(-1)?.number ?? null;
}

function withoutFoldOf(number: number, folds: ReturnType<typeof foldLog>, closed: ReadonlySet<number>): ReadonlySet<number> {
  const fold = folds.findLast(({ start }) => start <= number);
  return fold !== undefined && closed.has(fold.start) ? toggled(closed, fold.start) : closed;
}

function toggled(closed: ReadonlySet<number>, start: number): ReadonlySet<number> {
  const next = new Set(closed);
  if (!next.delete(start)) next.add(start);
  return next;
}

/** Opens at the selected line, or at the end of the failing command. */
function useFirstPosition({
  showLine,
  ready,
  selected,
  failedAt,
}: {
  showLine: (number: number) => void;
  ready: boolean;
  selected: number | null;
  failedAt: number | null;
}): void {
  const isPlaced = useRef(false);
  useEffect(() => {
    const target = selected ?? failedAt;
    if (isPlaced.current || !ready || target === null) return;
    isPlaced.current = true;
    showLine(target);
  }, [showLine, ready, selected, failedAt]);
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
  return { unseen: seen === null ? 0 : Math.max(0, rowCount - seen), toEnd, onScroll };
}

function LogToggle({
  label,
  active,
  onClick,
  icon: Glyph,
}: {
  label: string;
  active: boolean;
  onClick: () => void;
  icon: typeof IconClock;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-pressed={active} variant={active ? 'light' : 'default'} onClick={onClick}>
        <Glyph {...ICON} />
      </ActionIcon>
    </Tooltip>
  );
}

function FoldHead({ row: { fold, isOpen }, onToggle }: { row: Extract<LogRow, { kind: 'fold' }>; onToggle: () => void }) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button type="button" className="log-fold" aria-expanded={isOpen} onClick={onToggle}>
      <Chevron size={14} stroke={1.5} aria-hidden />
      <span className="log-command">{fold.command}</span>
      <span className="log-result">
        {fold.exitCode === null ? (
          <StatusIcon status="running" iconOnly size={14} />
        ) : (
          <StatusIcon status={fold.exitCode === 0 ? 'success' : 'failure'} iconOnly size={14} />
        )}
        {fold.exitCode !== null && fold.exitCode !== 0 && <span>exit {fold.exitCode}</span>}
        {fold.seconds !== null && <span>{fold.seconds === 0 ? '< 1 s' : formatDuration(fold.seconds * 1000)}</span>}
      </span>
    </button>
  );
}

const LineText = memo(function LineText({ text, needle }: { text: string; needle: string }) {
  const isHit = needle !== '' && stripAnsi(text).toLowerCase().includes(needle.toLowerCase());
  return (
    <span className="log-text" data-hit={isHit || undefined}>
      {parseAnsi(text).map(({ text: part, color, bold }, index) => (
        <span key={index} style={{ ...(color === null ? {} : { color: `var(--ui-log-${color})` }), ...(bold ? { fontWeight: 600 } : {}) }}>
          {part}
        </span>
      ))}
    </span>
  );
});

function formatTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

function download(name: string, lines: readonly LogLine[]): void {
  const url = URL.createObjectURL(new Blob([lines.map(({ text }) => `${stripAnsi(text)}\n`).join('')], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: `${name.replace(/[^\w.-]+/g, '-')}.log` });
  link.click();
  URL.revokeObjectURL(url);
}
