import { significant, summarise } from './statistics.ts';

/** One line of the report; the members up to `holds` are what scripts may rely on. */
export interface BenchResult {
  name: string;
  /** The median; null when it could not be measured, with the reason. */
  ours: number | null;
  /** The same of the peer, measured in the same run. */
  peer?: number;
  /** ours / peer. */
  ratio?: number;
  unit: string;
  /** What is to be reached, in words: "≤ 300 ms". */
  target: string;
  holds: boolean;
  /** How many values the median is of, and where the middle 80 % of them lie. */
  n: number;
  spread?: readonly [number, number];
  /** Why it does not hold although it was measured, or why it was not measured. */
  reason?: string;
  /** What a reader needs to judge the figure. */
  note?: string;
}

/** A bound on the figure itself or on its ratio to the peer. */
export interface Target {
  of: 'ours' | 'ratio';
  bound: 'at most' | 'at least';
  value: number;
}

export interface Measured {
  name: string;
  unit: string;
  target: Target;
  ours: readonly number[];
  /** Values of the peer, why there are none, or left out where the target names no peer. */
  peer?: readonly number[] | { missing: string };
  /** How often something was tried, where one value counts many. */
  n?: number;
  note?: string;
}

/** Judges a series by its median. A peer that is missing makes the target missed, with the reason. */
export function judge({ name, unit, target, ours, peer, n, note }: Measured): BenchResult {
  const own = summarise(ours);
  const theirs = peer !== undefined && !('missing' in peer) ? summarise(peer).median : undefined;
  const ratio = theirs === undefined ? undefined : own.median / theirs;
  const reached = target.of === 'ours' ? own.median : ratio;
  const holds = reached !== undefined && (target.bound === 'at most' ? reached <= target.value : reached >= target.value);
  const missing = peer !== undefined && 'missing' in peer ? peer.missing : undefined;
  return {
    name,
    ours: significant(own.median),
    ...(theirs === undefined ? {} : { peer: significant(theirs) }),
    ...(ratio === undefined ? {} : { ratio: significant(ratio) }),
    unit,
    target: wordsOf(target, unit),
    holds: holds && missing === undefined,
    n: n ?? own.n,
    ...(own.n < 2 ? {} : { spread: [significant(own.p10), significant(own.p90)] as const }),
    ...(missing === undefined ? {} : { reason: missing }),
    ...(note === undefined ? {} : { note }),
  };
}

/** What is reported when a measurement failed. */
export function unmeasured({ name, unit, target }: Pick<Measured, 'name' | 'unit' | 'target'>, reason: string): BenchResult {
  return { name, ours: null, unit, target: wordsOf(target, unit), holds: false, n: 0, reason };
}

function wordsOf({ of, bound, value }: Target, unit: string): string {
  const sign = bound === 'at most' ? '≤' : '≥';
  return of === 'ours' ? `${sign} ${value} ${unit}` : `${sign} ${value} × the peer`;
}
