/** The value below which the share `p` (0…1) of the values lies, with linear interpolation between neighbours (R's type 7). */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new RangeError('a quantile needs at least one value');
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a share lies between 0 and 1, not at ${p}`);
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** What a report says about a series: its middle, how far the middle 80 % reach, and how many values there were. */
export interface Summary {
  median: number;
  p10: number;
  p90: number;
  n: number;
}

export function summarise(values: readonly number[]): Summary {
  return { median: median(values), p10: quantile(values, 0.1), p90: quantile(values, 0.9), n: values.length };
}

/** Three significant digits below 1000, whole numbers above: more would claim an exactness that medians of twenty do not have. */
export function significant(value: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= 1000) return Math.round(value);
  return Number(value.toPrecision(3));
}
