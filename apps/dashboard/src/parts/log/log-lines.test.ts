import { describe, expect, it } from 'vitest';

import { foldLog, formatRange, isFailureLine, parseRange, rowsOf, type LogLine } from './log-lines.ts';

const log = (...entries: [string, number][]): LogLine[] => entries.map(([text, time], index) => ({ number: index + 1, text, time }));
const LINES = log(['preparing', 0], ['+ npm ci', 1], ['added 5', 4], ['+ npm test', 5], ['1 failed', 9]);

describe('foldLog', () => {
  it('gives each command its lines, duration and exit code', () => {
    const folds = foldLog(LINES, { exitCode: 2, time: 10 });
    expect(folds.map(({ command, seconds, exitCode, lines }) => [command, seconds, exitCode, lines.length])).toEqual([
      [null, 1, 0, 1],
      ['npm ci', 4, 0, 2],
      ['npm test', 5, 2, 2],
    ]);
  });

  it('leaves the last command open while the step runs', () => {
    expect(foldLog(LINES, null).at(-1)).toMatchObject({ command: 'npm test', seconds: null, exitCode: null });
  });

  it('shows a shut fold as one row', () => {
    const folds = foldLog(LINES, null);
    expect(rowsOf(folds, new Set())).toHaveLength(5);
    expect(rowsOf(folds, new Set([2])).map((row) => row.kind)).toEqual(['line', 'fold', 'fold', 'line']);
  });
});

it('reads and writes line ranges either way round', () => {
  expect(parseRange('L140-L120')).toEqual({ from: 120, to: 140 });
  expect(parseRange('L7')).toEqual({ from: 7, to: 7 });
  expect(parseRange('top')).toBeNull();
  expect(formatRange(9, 3)).toBe('L3-L9');
});

it('finds failures as words only', () => {
  expect(isFailureLine({ number: 1, text: '\u001b[31mError\u001b[0m: x', time: 0 })).toBe(true);
  expect(isFailureLine({ number: 1, text: 'no terrors', time: 0 })).toBe(false);
});
