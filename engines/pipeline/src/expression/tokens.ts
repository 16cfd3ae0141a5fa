import { ExpressionError } from './syntax.ts';

export interface Token {
  kind: 'number' | 'string' | 'name' | 'symbol' | 'end';
  text: string;
  /** Characters from the start, for messages. */
  at: number;
}

const SPACE = /(?:\s|\/\/[^\n]*|#\s*$)+/y;
const NUMBER = /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)(?:\.(?!\.)\d[\d_]*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_$][\p{L}\p{Nd}_$]*/uy;
const SYMBOL = /\?\?|\?\.|&&|\|\||==|!=|<=|>=|\*\*|\.\.|[-+*/%^<>!?:,.()[\]{}|#]/y;
const QUOTED = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const RAW = /`[^`]*`/y;

/** Cuts an expression into tokens. @throws ExpressionError at a character that begins none. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  for (;;) {
    while (take(SPACE) !== undefined || source.startsWith('/*', at)) at = endOfComment(source, at);
    const start = at;
    if (at >= source.length) return [...tokens, { kind: 'end', text: '', at }];
    const quoted = take(QUOTED) ?? take(RAW);
    if (quoted !== undefined) {
      tokens.push({ kind: 'string', text: unquote(quoted), at: start });
      continue;
    }
    const number = take(NUMBER);
    if (number !== undefined) {
      tokens.push({ kind: 'number', text: number.replaceAll('_', ''), at: start });
      continue;
    }
    const name = take(NAME);
    const symbol = name === undefined ? take(SYMBOL) : undefined;
    if (name === undefined && symbol === undefined) {
      throw new ExpressionError(`unexpected ${JSON.stringify(source[at])} at character ${at + 1}`);
    }
    tokens.push(name === undefined ? { kind: 'symbol', text: symbol as string, at: start } : { kind: 'name', text: name, at: start });
  }
}

/** Behind the `/* … *\/` that begins here, or here. Looked for once: a pattern that looks again at each `/*` costs the square. */
function endOfComment(source: string, at: number): number {
  if (!source.startsWith('/*', at)) return at;
  const end = source.indexOf('*/', at + 2);
  if (end < 0) throw new ExpressionError(`the comment at character ${at + 1} is not closed`);
  return end + 2;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', a: '\u0007' };

function unquote(quoted: string): string {
  const body = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return body;
  return body.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([\s\S]))/g, (_, hex?: string, unicode?: string, char?: string) => {
    if (hex !== undefined || unicode !== undefined) return String.fromCharCode(Number.parseInt((hex ?? unicode) as string, 16));
    const known = ESCAPES[char as string];
    if (known === undefined && !'\\"\'`'.includes(char as string)) throw new ExpressionError(`unknown escape \\${char} in a string`);
    return known ?? (char as string);
  });
}
