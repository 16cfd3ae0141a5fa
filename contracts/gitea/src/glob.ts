/** One place of a pattern: characters that fit there, and whether any number of them may stand there. */
interface Step {
  fits: (char: string) => boolean;
  many: boolean;
}

/** Ways that the braces of one pattern may be read, the characters of all of them, and the braces; more makes no pattern. */
const WAYS_MAX = 512;
const WAYS_CHARS_MAX = 4_000;
const BRACES_MAX = 30;
/** Characters and ranges between two square brackets: each one is looked at for each character. */
const CLASS_MAX = 64;

/** Steps that are left to whoever compares with more than one name or pattern; nobody else's turn comes before they are spent. */
export interface GlobBudget {
  left: number;
  /** Throws what is told of one that is spent. */
  onSpent: () => never;
}

/**
 * A glob as Gitea's rules have them (modules/glob): `*` and `?` stop at a separator, `**` does not, `[abc]`, `[!abc]`, `[a-z]`,
 * `{one,two}`, `\` quotes. Answers in time that grows with pattern × text, whatever they are.
 * @throws SyntaxError for one that is none.
 */
export function compileGlob(pattern: string, separators: string, budget: GlobBudget = ENDLESS): (text: string) => boolean {
  const ways = withoutBraces(pattern).map((way) => stepsOf(way, separators));
  return (text) => ways.some((steps) => matches(steps, text, budget));
}

const ENDLESS: GlobBudget = {
  left: Infinity,
  onSpent: () => {
    throw new RangeError('A budget without an end is spent.');
  },
};

/** Whether a name is a glob, or stands for itself alone. */
export function isGlob(name: string): boolean {
  return /[*?\\[\]{}]/.test(name);
}

function matches(steps: readonly Step[], text: string, budget: GlobBudget): boolean {
  spend(budget, BEGIN_STEPS + steps.length / 16);
  // After how many characters one was at each place of the pattern last.
  const since = new Int32Array(steps.length + 1).fill(-1);
  // What may stand there any number of times may stand there none.
  const reach = (places: number[], from: number, time: number): void => {
    for (let at = from; since[at] !== time; at++) {
      since[at] = time;
      places.push(at);
      if (steps[at]?.many !== true) return;
    }
  };
  let reached: number[] = [];
  let read = 0;
  reach(reached, 0, read);
  for (const char of text) {
    spend(budget, reached.length);
    read += 1;
    const next: number[] = [];
    for (const at of reached) {
      const step = steps[at];
      if (step?.fits(char) === true) reach(next, step.many ? at : at + 1, read);
    }
    if (next.length === 0) return false;
    reached = next;
  }
  return since[steps.length] === read;
}

/** What it costs to begin with another text. */
const BEGIN_STEPS = 10;

function spend(budget: GlobBudget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) budget.onSpent();
}

function stepsOf(pattern: string, separators: string): Step[] {
  const chars = Array.from(pattern);
  const steps: Step[] = [];
  const free = (char: string): boolean => !separators.includes(char);
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] as string;
    if (char === '*' && chars[at + 1] === '*') {
      steps.push({ fits: () => true, many: true });
      at++;
    } else if (char === '*') steps.push({ fits: free, many: true });
    else if (char === '?') steps.push({ fits: free, many: false });
    else if (char === '[') {
      const end = classEnd(chars, at);
      steps.push({ fits: classOf(chars.slice(at + 1, end)), many: false });
      at = end;
    } else steps.push(literal(char === '\\' ? chars[++at] : char));
  }
  return steps;
}

function literal(char: string | undefined): Step {
  if (char === undefined) throw new SyntaxError('nothing stands behind its last \\');
  return { fits: (other) => other === char, many: false };
}

function classEnd(chars: readonly string[], from: number): number {
  for (let at = from + 1; at < chars.length; at++) {
    if (chars[at] === '\\') at++;
    else if (chars[at] === ']' && at > from + 1) return at;
  }
  throw new SyntaxError('a [ is not closed');
}

function classOf(inside: readonly string[]): (char: string) => boolean {
  const negated = inside[0] === '!';
  const chars = negated ? inside.slice(1) : inside;
  const ranges: [string, string][] = [];
  for (let at = 0; at < chars.length; at++) {
    const low = (chars[at] === '\\' ? chars[++at] : chars[at]) as string;
    const isRange = chars[at + 1] === '-' && at + 2 < chars.length;
    ranges.push([low, isRange ? (chars[(at += 2)] as string) : low]);
  }
  if (ranges.length > CLASS_MAX) throw new SyntaxError(`a [ lists more than ${CLASS_MAX} characters`);
  return (char) => ranges.some(([low, high]) => low <= char && char <= high) !== negated;
}

/** Each way to read the braces; they may stand in each other. */
function withoutBraces(pattern: string): string[] {
  if (pattern.split('{').length - 1 > BRACES_MAX) throw new SyntaxError(`it has more than ${BRACES_MAX} braces`);
  let ways = [pattern];
  for (;;) {
    const next = ways.flatMap((way) => readFirst(way) ?? [way]);
    const isLong = next.reduce((sum, way) => sum + way.length, 0) > Math.max(WAYS_CHARS_MAX, pattern.length);
    if (next.length > WAYS_MAX || isLong) throw new SyntaxError(`it stands for more than ${WAYS_MAX} names, or for too long ones`);
    if (next.length === ways.length && next.every((way, at) => way === ways[at])) return next;
    ways = next;
  }
}

/** Null where there are none. */
function readFirst(pattern: string): string[] | null {
  const chars = Array.from(pattern);
  let open = -1;
  let depth = 0;
  const cuts: number[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at];
    if (char === '\\') at++;
    else if (char === '{' && depth++ === 0) {
      open = at;
      cuts.splice(0, cuts.length, at);
    } else if (char === ',' && depth === 1) cuts.push(at);
    else if (char === '}' && depth > 0 && --depth === 0) {
      const ends = [...cuts.slice(1), at];
      const rest = chars.slice(at + 1).join('');
      return cuts.map((from, index) => chars.slice(0, open).join('') + chars.slice(from + 1, ends[index]).join('') + rest);
    }
  }
  if (depth > 0) throw new SyntaxError('a { is not closed');
  return null;
}
