import { WorkBudget } from '../compile/work-budget.ts';

/** Alternatives that one pattern may unfold to; more is taken as a bad pattern. Keeps `{a,b}{a,b}…` from growing without bound. */
const MAX_ALTERNATIVES = 512;
/** Longest pattern taken; longer ones match nothing. */
const MAX_PATTERN_LENGTH = 4096;

/**
 * Whether the whole text matches the pattern, with the meaning of bmatcuk/doublestar v4: `*` and `?` stop at `/`,
 * `**` reaches over folders only as a whole path part, `[a-z]`, `[^a]`, `[!a]`, `{a,b}` (nesting), `\` escapes.
 * A pattern with a syntax error matches nothing, as Woodpecker has it. @throws WorkExceeded
 */
export function globMatch(pattern: string, text: string, work = new WorkBudget()): boolean {
  if (pattern.length > MAX_PATTERN_LENGTH) return false;
  work.spend(text.length);
  const parts = text.split('/');
  try {
    return unfoldBraces(pattern, work).some((alternative) => matchParts(splitParts(alternative), parts, work));
  } catch (error) {
    if (error instanceof BadPattern) return false;
    throw error;
  }
}

class BadPattern extends Error {}

function unfoldBraces(pattern: string, work: WorkBudget): string[] {
  work.spend(pattern.length);
  const open = findTop(pattern, 0, (char) => char === '{');
  if (open < 0) return [pattern];
  const head = pattern.slice(0, open);
  const options: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let index = open + 1; index < pattern.length; index++) {
    index = skipQuoted(pattern, index);
    const char = pattern[index];
    if (char === '{') depth++;
    else if (char === '}' && depth > 0) depth--;
    else if (depth === 0 && (char === ',' || char === '}')) {
      options.push(pattern.slice(start, index));
      start = index + 1;
      if (char === '}') return unfoldTails({ head, options, tail: pattern.slice(index + 1) }, work);
    }
  }
  throw new BadPattern();
}

function unfoldTails({ head, options, tail }: { head: string; options: readonly string[]; tail: string }, work: WorkBudget): string[] {
  const tails = unfoldBraces(tail, work);
  const all: string[] = [];
  for (const option of options) {
    for (const middle of unfoldBraces(option, work)) {
      for (const end of tails) {
        work.spend(head.length + middle.length + end.length);
        if (all.push(head + middle + end) > MAX_ALTERNATIVES) throw new BadPattern();
      }
    }
  }
  return all;
}

/** The index of the character itself, or of the last character of the escape or class that begins there. */
function skipQuoted(pattern: string, index: number): number {
  if (pattern[index] === '\\') {
    if (index + 1 >= pattern.length) throw new BadPattern();
    return index + 1;
  }
  return pattern[index] === '[' ? classEnd(pattern, index) : index;
}

function findTop(pattern: string, from: number, wanted: (char: string) => boolean): number {
  for (let index = from; index < pattern.length; index++) {
    const end = skipQuoted(pattern, index);
    if (end === index && wanted(pattern[index] as string)) return index;
    index = end;
  }
  return -1;
}

function classEnd(pattern: string, open: number): number {
  let index = open + 1;
  if (pattern[index] === '^' || pattern[index] === '!') index++;
  for (let first = true; index < pattern.length; index++, first = false) {
    if (pattern[index] === '\\') index++;
    else if (pattern[index] === ']' && !first) return index;
  }
  throw new BadPattern();
}

function splitParts(pattern: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (;;) {
    const slash = findTop(pattern, start, (char) => char === '/');
    if (slash < 0) return [...parts, pattern.slice(start)];
    parts.push(pattern.slice(start, slash));
    start = slash + 1;
  }
}

/** Row by row over (pattern part × text part), so that many `**` cost their product, never an exponential. */
function matchParts(patterns: readonly string[], texts: readonly string[], work: WorkBudget): boolean {
  const width = texts.length;
  let reach: boolean[] = Array.from({ length: width + 1 }, (_, at) => at === 0);
  for (const pattern of patterns) {
    work.spend(width + 1);
    const next = Array.from({ length: width + 1 }, () => false);
    for (let at = 0; at <= width; at++) {
      if (pattern === '**') next[at] = reach[at] === true || (at > 0 && next[at - 1] === true);
      else if (at > 0 && reach[at - 1] === true) next[at] = matchPart(pattern, texts[at - 1] as string, work);
    }
    reach = next;
  }
  return reach[width] === true;
}

type Token =
  | { kind: 'any' }
  | { kind: 'one' }
  | { kind: 'char'; char: string }
  | { kind: 'class'; negated: boolean; ranges: [string, string][] };

function matchPart(pattern: string, text: string, work: WorkBudget): boolean {
  work.spend(pattern.length + text.length);
  const tokens = tokenize(pattern);
  const chars = Array.from(text);
  let token = 0;
  let at = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < chars.length) {
    work.spend(1);
    const current = tokens[token];
    if (current?.kind === 'any') {
      starToken = token++;
      starAt = at;
    } else if (current !== undefined && matchesOne(current, chars[at] as string)) {
      token++;
      at++;
    } else if (starToken >= 0) {
      token = starToken + 1;
      at = ++starAt;
    } else return false;
  }
  while (tokens[token]?.kind === 'any') token++;
  return token === tokens.length;
}

function matchesOne(token: Token, char: string): boolean {
  if (token.kind === 'one') return true;
  if (token.kind === 'char') return token.char === char;
  if (token.kind === 'class') return token.ranges.some(([low, high]) => low <= char && char <= high) !== token.negated;
  return false;
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index] as string;
    if (char === '*') tokens.push({ kind: 'any' });
    else if (char === '?') tokens.push({ kind: 'one' });
    else if (char === '[') {
      const end = classEnd(pattern, index);
      tokens.push(readClass(pattern.slice(index + 1, end)));
      index = end;
    } else {
      const point = String.fromCodePoint(pattern.codePointAt(char === '\\' ? ++index : index) as number);
      tokens.push({ kind: 'char', char: point });
      index += point.length - 1;
    }
  }
  return tokens;
}

function readClass(body: string): Token {
  const negated = body.startsWith('^') || body.startsWith('!');
  const chars: { char: string; escaped: boolean }[] = [];
  for (const char of negated ? body.slice(1) : body) {
    const last = chars.at(-1);
    if (last?.escaped === true && last.char === '') last.char = char;
    else chars.push(char === '\\' ? { char: '', escaped: true } : { char, escaped: false });
  }
  const ranges: [string, string][] = [];
  for (let index = 0; index < chars.length; index++) {
    const low = chars[index]?.char as string;
    const dash = chars[index + 1];
    const high = chars[index + 2]?.char;
    if (dash?.char === '-' && !dash.escaped && high !== undefined) {
      ranges.push([low, high]);
      index += 2;
    } else ranges.push([low, low]);
  }
  return { kind: 'class', negated, ranges };
}
