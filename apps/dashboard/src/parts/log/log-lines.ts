import { stripAnsi } from './ansi.ts';

/** One line of a step's log; `number` counts from 1, `time` is seconds since the step began. */
export interface LogLine {
  number: number;
  text: string;
  time: number;
}

/** One command of a step with its output; the lines before the first command make a fold without one. */
export interface LogFold {
  /** Number of the fold's first line; its name. */
  start: number;
  command: string | null;
  lines: LogLine[];
  /** Seconds until the next command began, or the step ended; null while it runs. */
  seconds: number | null;
  /** 0 for a command that another followed, the step's for the last; null while it runs. */
  exitCode: number | null;
}

export interface StepEnd {
  exitCode: number;
  /** Seconds since the step began. */
  time: number;
}

/** The runner echoes each command behind "+ " before it runs it. */
const COMMAND = /^\+ (.+)/;

/** Cuts a log into its commands. A step stops at its first failing command, so only the last can have failed. */
export function foldLog(lines: readonly LogLine[], end: StepEnd | null): LogFold[] {
  const folds: LogFold[] = [];
  for (const line of lines) {
    const command = COMMAND.exec(stripAnsi(line.text))?.[1] ?? null;
    const last = folds.at(-1);
    if (command !== null || last === undefined) {
      if (last !== undefined) {
        last.seconds = Math.max(0, line.time - (last.lines[0]?.time ?? line.time));
        last.exitCode = 0;
      }
      folds.push({ start: line.number, command, lines: [line], seconds: null, exitCode: null });
    } else {
      last.lines.push(line);
    }
  }
  const last = folds.at(-1);
  if (last !== undefined && end !== null) {
    last.exitCode = end.exitCode;
    last.seconds = Math.max(0, end.time - (last.lines[0]?.time ?? end.time));
  }
  return folds;
}

/** A row on screen: the head of a fold or a line in an open one. */
export type LogRow = { kind: 'fold'; fold: LogFold; isOpen: boolean } | { kind: 'line'; line: LogLine };

/** The rows to show; `closed` holds the starts of folds that are shut. A fold of its command alone has nothing to shut. */
export function rowsOf(folds: readonly LogFold[], closed: ReadonlySet<number>): LogRow[] {
  const rows: LogRow[] = [];
  for (const fold of folds) {
    const isOpen = !closed.has(fold.start);
    if (fold.command !== null) rows.push({ kind: 'fold', fold, isOpen });
    if (!isOpen) continue;
    for (const line of fold.lines) if (fold.command === null || line !== fold.lines[0]) rows.push({ kind: 'line', line });
  }
  return rows;
}

/** Lines that read like the reason of a failure, for "next failure". */
const FAILURE = /\b(error|fail(?:ed|ure)?|fatal|panic|exception|traceback|not ok)\b/i;

export function isFailureLine(line: LogLine): boolean {
  return FAILURE.test(stripAnsi(line.text));
}

/** "#L120" or "#L120-L140" → first and last line; null for anything else. */
export function parseRange(hash: string): { from: number; to: number } | null {
  const match = /^L(\d{1,9})(?:-L(\d{1,9}))?$/.exec(hash);
  if (match === null) return null;
  const [one, other] = [Number(match[1]), Number(match[2] ?? match[1])];
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

export function formatRange(from: number, to: number): string {
  return from === to ? `L${from}` : `L${Math.min(from, to)}-L${Math.max(from, to)}`;
}
