import type { LogLine } from '../logs/log-store.ts';

/** A log line in Woodpecker's form; lines are numbered from 0, ids from 1. */
export function presentLogEntry(line: LogLine, { stepId, attempt }: { stepId: number; attempt: number }) {
  return {
    id: line.line + 1,
    step_id: stepId,
    time: Math.trunc(line.time),
    line: line.line,
    data: Buffer.from(line.text, 'utf8').toString('base64'),
    type: line.type,
    /** Ours: lines of another attempt are of another log, though their numbers are the same. */
    attempt,
    /** Ours: milliseconds, where seconds are too coarse to show a command. */
    time_ms: Math.round(line.time * 1000),
  };
}
