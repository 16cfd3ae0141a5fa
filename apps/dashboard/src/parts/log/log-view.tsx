import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconClock, IconDownload, IconSearch, IconTextWrap } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';

import { ICON } from '../../theme/icons.ts';
import { stripAnsi } from './ansi.ts';
import { foldLog, formatRange, isFailureLine, parseRange, rowsOf, type LogLine, type StepEnd } from './log-lines.ts';
import { LogWindow, type LogWindowHandle } from './log-window.tsx';
import css from './log-view.module.css';

interface LogViewProps {
  lines: readonly LogLine[];
  /** How the step ended; null while it runs, and then the view follows. */
  end: StepEnd | null;
  /** Selected lines, from the address. */
  hash: string;
  onSelect: (hash: string) => void;
  /** The reader left the end of a running log, to stay with this step. */
  onStay: () => void;
  /** File name for the download. */
  name: string;
}

/** A step's log as a window on up to 100,000 lines: folds, colours, permalinks, search, following. */
export function LogView({ lines, end, hash, onSelect, onStay, name }: LogViewProps) {
  const [look, setLook] = useState({ withTimes: false, wraps: false });
  const [needle, setNeedle] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const view = useRef<LogWindowHandle>(null);
  const current = useRef(0);

  const { folds, rows, toggle, unfold } = useFolds(lines, end);
  const selected = parseRange(hash);
  const anchor = selected?.from ?? null;

  const pick = useCallback(
    (number: number, extend: boolean): void => {
      current.current = number;
      onSelect(formatRange(extend && anchor !== null ? anchor : number, number));
    },
    [anchor, onSelect],
  );
  const step = (matches: (line: LogLine) => boolean): void => {
    const next = lines.find((line) => line.number > current.current && matches(line)) ?? lines.find(matches);
    if (next === undefined) return;
    current.current = next.number;
    unfold(next.number);
    onSelect(formatRange(next.number, next.number));
    requestAnimationFrame(() => view.current?.showLine(next.number));
  };
  const findNext = (): void => {
    if (needle !== '') step(({ text }) => stripAnsi(text).toLowerCase().includes(needle.toLowerCase()));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return;
    if (event.key === '/') {
      event.preventDefault();
      event.nativeEvent.stopImmediatePropagation();
      search.current?.focus();
    } else if (event.key === 'n') step(isFailureLine);
  };

  return (
    <div className={css['log']} onKeyDown={onKey}>
      <LogTools
        ref={search}
        needle={needle}
        onNeedle={setNeedle}
        onFind={findNext}
        onLeave={() => view.current?.focus()}
        onNextFailure={() => step(isFailureLine)}
        look={look}
        onLook={setLook}
        onDownload={() => download(name, lines)}
      />
      <LogWindow
        ref={view}
        rows={rows}
        label={`Log of ${name}`}
        selected={selected}
        firstLine={anchor ?? failedLine(folds)}
        isRunning={end === null}
        look={{ ...look, needle }}
        onPick={pick}
        onToggle={toggle}
        onStay={onStay}
      />
    </div>
  );
}

interface LogToolsProps {
  ref: Ref<HTMLInputElement>;
  needle: string;
  onNeedle: (needle: string) => void;
  onFind: () => void;
  /** Out of the search, back to the lines. */
  onLeave: () => void;
  onNextFailure: () => void;
  look: { withTimes: boolean; wraps: boolean };
  onLook: (look: LogToolsProps['look']) => void;
  onDownload: () => void;
}

function LogTools({ ref, needle, onNeedle, onFind, onLeave, onNextFailure, look, onLook, onDownload }: LogToolsProps) {
  const { withTimes, wraps } = look;
  return (
    <div className={css['log-tools']}>
      <TextInput
        ref={ref}
        size="xs"
        className={css['log-search']}
        placeholder="Search the log ( / )"
        aria-label="Search the log"
        leftSection={<IconSearch {...ICON} />}
        value={needle}
        onChange={({ currentTarget }) => onNeedle(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') onFind();
          if (key === 'Escape') onLeave();
        }}
      />
      <Button variant="default" onClick={onNextFailure} title="n">
        Next failure
      </Button>
      <LogToggle label="Times" active={withTimes} onClick={() => onLook({ ...look, withTimes: !withTimes })} icon={IconClock} />
      <LogToggle label="Wrap long lines" active={wraps} onClick={() => onLook({ ...look, wraps: !wraps })} icon={IconTextWrap} />
      <LogToggle label="Download the log" active={false} onClick={onDownload} icon={IconDownload} />
    </div>
  );
}

/** The last line of the command that failed; null when none did. */
function failedLine(folds: ReturnType<typeof foldLog>): number | null {
  const failed = folds.findLast(({ exitCode }) => exitCode !== null && exitCode !== 0);
  return failed?.lines.at(-1)?.number ?? null;
}

/** The log by commands, of which some are closed. */
function useFolds(lines: readonly LogLine[], end: StepEnd | null) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const { exitCode, time } = end ?? {};
  const folds = useMemo(
    () => foldLog(lines, exitCode === undefined || time === undefined ? null : { exitCode, time }),
    [lines, exitCode, time],
  );
  const rows = useMemo(() => rowsOf(folds, closed), [folds, closed]);
  const toggle = useCallback((start: number) => setClosed((known) => toggled(known, start)), []);
  /** Opens the command that a line is of. */
  const unfold = (number: number): void => {
    const fold = folds.findLast(({ start }) => start <= number);
    if (fold !== undefined && closed.has(fold.start)) toggle(fold.start);
  };
  return { folds, rows, toggle, unfold };
}

function toggled(closed: ReadonlySet<number>, start: number): ReadonlySet<number> {
  const next = new Set(closed);
  if (!next.delete(start)) next.add(start);
  return next;
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

function download(name: string, lines: readonly LogLine[]): void {
  const url = URL.createObjectURL(new Blob([lines.map(({ text }) => `${stripAnsi(text)}\n`).join('')], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: `${name.replace(/[^\w.-]+/g, '-')}.log` });
  link.click();
  URL.revokeObjectURL(url);
}
