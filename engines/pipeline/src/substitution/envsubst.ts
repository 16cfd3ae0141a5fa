import { WorkBudget } from '../compile/work-budget.ts';
import { goQuote } from './go-quote.ts';
import { applyFunction } from './string-functions.ts';

/** Nested `${a=${b=…}}` forms deeper than this are an error, so that the reader's stack is bounded. */
const MAX_DEPTH = 32;
/** Size in characters to which substitution may grow a file; defaults that repeat a long value could grow it further. */
const MAX_OUTPUT = 4 * 1024 * 1024;

/** A `${…}` form that cannot be read; `offset` counts characters from the start of the text. */
export class SubstitutionError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'SubstitutionError';
    this.offset = offset;
  }
}

/**
 * Replaces `${V}` and its string functions on the whole text, as drone/envsubst v1.0.3 does (docs/reference/pipelines.md#substitution):
 * `$V` stays, `$$` is one `$`, an unknown name is empty, a value with a newline takes Go's quoted form.
 * @throws SubstitutionError for a form that cannot be read, WorkExceeded.
 */
export function substitute(text: string, environment: Readonly<Record<string, string>>, work = new WorkBudget()): string {
  work.spend(text.length);
  const quoted = new Map<string, string>();
  const lookUp = (name: string): string => {
    const plain = Object.hasOwn(environment, name) ? (environment[name] as string) : '';
    const value = quoted.get(name) ?? (plain.includes('\n') ? goQuote(plain) : plain);
    quoted.set(name, value);
    // Each use is read and mostly written, whether or not it ends in the text.
    work.spend(value.length);
    return value;
  };
  return new Reader(text, lookUp, work).readAll();
}

const IDENTIFIER = /[\p{L}\p{Nd}_]+/uy;
const DEFAULT_OPERATORS = [':=', ':-', ':?', ':+', '='] as const;

class Reader {
  readonly #text: string;
  readonly #lookUp: (name: string) => string;
  readonly #work: WorkBudget;
  #at = 0;
  #depth = 0;

  constructor(text: string, lookUp: (name: string) => string, work: WorkBudget) {
    this.#text = text;
    this.#lookUp = lookUp;
    this.#work = work;
  }

  readAll(): string {
    let output = '';
    while (this.#at < this.#text.length) {
      const dollar = this.#text.indexOf('$', this.#at);
      if (dollar < 0) return output + this.#text.slice(this.#at);
      output += this.#text.slice(this.#at, dollar);
      this.#at = dollar + 1;
      if (this.#text[this.#at] === '$') {
        output += '$';
        this.#at++;
        // The second `$` is spent by the escape, so `$${V}` keeps its braces.
        if (this.#text[this.#at] === '{') {
          output += '{';
          this.#at++;
        }
      } else if (this.#text[this.#at] === '{') output += this.#readForm();
      else output += '$';
      if (output.length > MAX_OUTPUT) throw new SubstitutionError('the substituted text is larger than 4 MiB', dollar);
    }
    return output;
  }

  /** Reads from `{` to its `}`. */
  #readForm(): string {
    const start = this.#at - 1;
    if (++this.#depth > MAX_DEPTH) throw new SubstitutionError('bad substitution: nested too deeply', start);
    this.#at++;
    const wantsLength = this.#take('#');
    const name = this.#readName(start);
    const value = this.#lookUp(name);
    const result = wantsLength ? String(Array.from(value).length) : this.#readFunction(value, start);
    if (!this.#take('}')) throw new SubstitutionError('missing closing brace', start);
    this.#depth--;
    return result;
  }

  #readName(start: number): string {
    IDENTIFIER.lastIndex = this.#at;
    const name = IDENTIFIER.exec(this.#text)?.[0];
    if (name === undefined) throw new SubstitutionError('unable to parse variable name', start);
    this.#at += name.length;
    return name;
  }

  #readFunction(value: string, start: number): string {
    const standard = DEFAULT_OPERATORS.find((operator) => this.#take(operator));
    if (standard !== undefined) {
      const fallback = this.#readWord('}', start);
      return value === '' ? fallback : value;
    }
    for (const operator of ['^^', '^', ',,', ','])
      if (this.#take(operator)) return applyFunction(operator, { value, args: [] }, this.#work);
    if (this.#take(':')) return this.#readSlice(value, start);
    for (const operator of ['##', '#', '%%', '%']) {
      if (this.#take(operator)) return applyFunction(operator, { value, args: [this.#readWord('}', start, true)] }, this.#work);
    }
    for (const operator of ['//', '/#', '/%', '/']) {
      if (this.#take(operator)) return this.#readReplace(operator, value, start);
    }
    return value;
  }

  #readSlice(value: string, start: number): string {
    const position = this.#readWord(':}', start);
    const length = this.#take(':') ? this.#readWord('}', start) : undefined;
    return applyFunction(':', { value, args: length === undefined ? [position] : [position, length] }, this.#work);
  }

  #readReplace(operator: string, value: string, start: number): string {
    const pattern = this.#readWord('/}', start);
    if (!this.#take('/')) throw new SubstitutionError('bad substitution', start);
    return applyFunction(operator, { value, args: [pattern, this.#readWord('}', start)] }, this.#work);
  }

  /** Reads up to one of the end characters; `\` takes the next character as it is; nested forms are replaced. */
  #readWord(ends: string, start: number, keepEscapes = false): string {
    let word = '';
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] as string;
      if (ends.includes(char)) return word;
      this.#at++;
      if (char === '$' && this.#text[this.#at] === '{') word += this.#readForm();
      else if (char === '\\' && this.#at < this.#text.length) word += (keepEscapes ? '\\' : '') + this.#text[this.#at++];
      else word += char;
    }
    throw new SubstitutionError('missing closing brace', start);
  }

  #take(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }
}
