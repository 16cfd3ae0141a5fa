/** One place of a pattern: characters that fit there, and whether any number of them may stand there. */
interface Step {
  fits: (char: string) => boolean;
  many: boolean;
}

/** Ways that the braces of one pattern may be read; more makes no pattern. */
const WAYS_MAX = 512;

/**
 * A glob as Gitea's rules have them (modules/glob): `*` and `?` stop at a separator, `**` does not, `[abc]`, `[!abc]`, `[a-z]`,
 * `{one,two}`, `\` quotes. Answers in time that grows with pattern × text, whatever they are.
 * @throws SyntaxError for one that is none.
 */
export function compileGlob(pattern: string, separators: string): (text: string) => boolean {
  const ways = withoutBraces(pattern).map((way) => stepsOf(way, separators));
  return (text) => ways.some((steps) => matches(steps, Array.from(text)));
}

/** Whether a name is a glob, or stands for itself alone. */
export function isGlob(name: string): boolean {
  return /[*?\\[\]{}]/.test(name);
}

function matches(steps: readonly Step[], text: readonly string[]): boolean {
  // Where in the pattern one may be after each character.
  let reached = closure(steps, new Set([0]));
  for (const char of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const step = steps[at];
      if (step?.fits(char) === true) next.add(step.many ? at : at + 1);
    }
    if (next.size === 0) return false;
    reached = closure(steps, next);
  }
  return reached.has(steps.length);
}

/** What may stand there any number of times may stand there none. */
function closure(steps: readonly Step[], from: ReadonlySet<number>): Set<number> {
  const all = new Set<number>();
  for (const start of from) for (let at = start; !all.has(at) && all.add(at) && steps[at]?.many === true; at++);
  return all;
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
  return (char) => ranges.some(([low, high]) => low <= char && char <= high) !== negated;
}

/** Each way to read the braces; they may stand in each other. */
function withoutBraces(pattern: string): string[] {
  let ways = [pattern];
  for (;;) {
    const next = ways.flatMap((way) => readFirst(way) ?? [way]);
    if (next.length > WAYS_MAX) throw new SyntaxError(`it stands for more than ${WAYS_MAX} names`);
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
