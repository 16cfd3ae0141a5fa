/** Tests that are run again for each fault of a target: a file, or those of it whose names fit. */
export interface Chosen {
  file: string;
  pattern?: string;
}

/** A file of tests, and how long it took, ms; each test of it by its whole name. */
export interface TimedFile {
  file: string;
  ms: number;
  /** One of requirements, whose tests stand each by itself. */
  isSuite: boolean;
  tests: ReadonlyMap<string, number>;
}

/** Something called a target. */
export interface NotedCall {
  target: string;
  file: string;
  /** Empty outside of tests. */
  test: string;
}

/**
 * What is run again for each fault takes no longer, ms: longer files kill processes and fill disks; of a longer suite as many cases run
 * as fit, the shortest first.
 */
export const SLOW_MS = 15_000;

/** The tests of each target, the shortest first. */
export function choose(files: readonly TimedFile[], calls: readonly NotedCall[]): Map<string, Chosen[]> {
  const byTarget = Map.groupBy(calls, ({ target }) => target);
  const shortestFirst = files.toSorted((one, other) => one.ms - other.ms);
  return new Map(
    [...byTarget].map(([target, all]) => {
      const callers = (file: string) => new Set(all.filter((call) => call.file === file).map(({ test }) => test));
      return [target, shortestFirst.flatMap((file) => chosenOf(file, callers(file.file)))];
    }),
  );
}

function chosenOf({ file, ms, isSuite, tests }: TimedFile, callers: ReadonlySet<string>): Chosen[] {
  if (callers.size === 0) return [];
  if (ms <= SLOW_MS) return [{ file }];
  if (!isSuite) return [];
  let left = SLOW_MS;
  const cases = [...tests].filter(([name]) => callers.has(name)).toSorted(([, one], [, other]) => one - other);
  const fitting = cases.filter(([, took]) => (left -= took) >= 0).map(([name]) => name.replaceAll(/[^\w ]/g, String.raw`\$&`));
  return fitting.length === 0 ? [] : [{ file, pattern: `^(?:${fitting.join('|')})$` }];
}
