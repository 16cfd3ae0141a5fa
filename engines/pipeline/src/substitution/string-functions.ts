import type { WorkBudget } from '../compile/work-budget.ts';

/** The string functions of `${name<operator>arguments}`; operators as drone/envsubst v1.0.3 has them. @throws WorkExceeded */
export function applyFunction(operator: string, { value, args }: { value: string; args: readonly string[] }, work: WorkBudget): string {
  work.spend(value.length);
  const [first = '', second = ''] = args;
  switch (operator) {
    case '^':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    case '^^':
      return value.toUpperCase();
    case ',':
      return value.slice(0, 1).toLowerCase() + value.slice(1);
    case ',,':
      return value.toLowerCase();
    case ':':
      return slice(value, first, args[1]);
    case '#':
    case '##':
      return trimPrefix({ value, pattern: wildcard(first), longest: operator === '##' }, work);
    case '%':
    case '%%':
      return trimSuffix({ value, pattern: wildcard(first), longest: operator === '%%' }, work);
    case '/':
      return first === '' ? value : value.replace(first, () => second);
    case '//':
      return first === '' ? value : replaceAll(value, { from: first, to: second }, work);
    case '/#':
      return value.startsWith(first) ? second + value.slice(first.length) : value;
    case '/%':
      return value.endsWith(first) ? value.slice(0, value.length - first.length) + second : value;
    default:
      return value;
  }
}

/** A position that is no number leaves the value whole; one behind its end leaves nothing. */
function slice(value: string, position: string, length: string | undefined): string {
  if (!/^[+-]?\d+$/.test(position)) return value;
  const start = Number(position);
  if (start < 0 || start > value.length) return start < 0 ? value : '';
  if (length === undefined || !/^[+-]?\d+$/.test(length)) return value.slice(start);
  const end = start + Number(length);
  return end < start || end > value.length ? value.slice(start) : value.slice(start, end);
}

type Unit = '*' | '?' | { readonly char: string };

/** Shell patterns in which `*` also reaches over `/`: `*`, `?` and `\` (upstream's own copy of path.Match). */
function wildcard(pattern: string): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === '*' || char === '?') units.push(char);
    else units.push({ char: char === '\\' && at + 1 < pattern.length ? (pattern[++at] as string) : char });
  }
  return units;
}

/** The work is reckoned before anything is written: what stands in for one character may be long. */
function replaceAll(value: string, { from, to }: { from: string; to: string }, work: WorkBudget): string {
  const parts = value.split(from);
  work.spend(value.length + (parts.length - 1) * to.length);
  return parts.join(to);
}

interface Trim {
  value: string;
  pattern: readonly Unit[];
  longest: boolean;
}

function trimPrefix({ value, pattern, longest }: Trim, work: WorkBudget): string {
  work.spend(pattern.length * value.length);
  return value.slice(matchedLength(pattern, Array.from(value), longest));
}

function trimSuffix({ value, pattern, longest }: Trim, work: WorkBudget): string {
  work.spend(pattern.length * value.length);
  const length = matchedLength(pattern.toReversed(), Array.from(value).reverse(), longest);
  return value.slice(0, value.length - length);
}

/** Length in UTF-16 units of the shortest (not empty) or longest prefix that the pattern matches; 0 when none. Costs pattern × text. */
function matchedLength(pattern: readonly Unit[], chars: readonly string[], longest: boolean): number {
  let reach: boolean[] = chars.map(() => false);
  reach.unshift(true);
  for (const unit of pattern) {
    let carried = false;
    reach = reach.map((_, at) => {
      if (unit === '*') return (carried ||= reach[at] === true);
      return at > 0 && reach[at - 1] === true && (unit === '?' || unit.char === chars[at - 1]);
    });
  }
  const count = longest ? reach.lastIndexOf(true) : reach.indexOf(true, 1);
  return chars.slice(0, Math.max(count, 0)).join('').length;
}
