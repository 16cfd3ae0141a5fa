import { BINDING, ExpressionError, NOT_BINDING, SIGN_BINDING, type BinaryOperator, type Expression } from './syntax.ts';
import { tokenize, type Token } from './tokens.ts';

/** Longest expression, most tokens and deepest nesting taken; they bound the stack of those who walk the tree. */
const MAX_LENGTH = 16_384;
const MAX_TOKENS = 4_096;
const MAX_DEPTH = 200;

const WORD_OPERATORS: readonly string[] = ['in', 'contains', 'startsWith', 'endsWith', 'matches'];
const ALIASES: Readonly<Record<string, BinaryOperator>> = { '&&': 'and', '||': 'or', '^': '**' };

/** Reads an expr-lang expression. @throws ExpressionError (`compile`) that says where. */
export function parseExpression(source: string): Expression {
  if (source.length > MAX_LENGTH) throw new ExpressionError(`the expression is longer than ${MAX_LENGTH} characters`);
  const tokens = tokenize(source);
  if (tokens.length > MAX_TOKENS) throw new ExpressionError(`the expression has more than ${MAX_TOKENS} words and signs`);
  return new Parser(tokens).parseWhole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;
  #predicates = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parseWhole(): Expression {
    const expression = this.#expression();
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#index] as Token;
  }

  #expression(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new ExpressionError('the expression is nested too deeply');
    let left = this.#binary(0);
    while (this.#token.kind === 'symbol' && this.#token.text === '|') {
      this.#index++;
      left = this.#pipe(left);
    }
    if (this.#takeSymbol('?')) {
      const yes = this.#expression();
      this.#expect(':');
      left = { kind: 'conditional', test: left, yes, no: this.#expression() };
    }
    this.#depth--;
    return left;
  }

  /** `value | split(",")` passes the value as the first argument. */
  #pipe(value: Expression): Expression {
    const name = this.#takeName();
    this.#expect('(');
    return this.#postfix({ kind: 'call', name, args: [value, ...this.#args(name, 1)] });
  }

  #binary(minimum: number): Expression {
    let left = this.#unary();
    for (;;) {
      const start = this.#index;
      const negated = this.#token.kind === 'name' && this.#token.text === 'not';
      if (negated) this.#index++;
      const operator = this.#binaryOperator();
      if (operator === undefined || BINDING[operator] < minimum || (negated && !WORD_OPERATORS.includes(operator))) {
        this.#index = start;
        return left;
      }
      this.#index++;
      const right = this.#binary(operator === '**' ? BINDING[operator] : BINDING[operator] + 1);
      left = { kind: 'binary', operator, left, right };
      if (negated) left = { kind: 'unary', operator: 'not', operand: left };
      const next = this.#binaryOperator();
      if (operator === '??' && next !== undefined && next !== '??') {
        throw new ExpressionError(`?? and ${next} cannot be mixed without parentheses`);
      }
    }
  }

  #binaryOperator(): BinaryOperator | undefined {
    const { kind, text } = this.#token;
    if (kind !== 'symbol' && kind !== 'name') return undefined;
    const operator = ALIASES[text] ?? text;
    return Object.hasOwn(BINDING, operator) ? (operator as BinaryOperator) : undefined;
  }

  #unary(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new ExpressionError('the expression is nested too deeply');
    const { kind, text } = this.#token;
    let result: Expression;
    if ((kind === 'name' && text === 'not') || (kind === 'symbol' && text === '!')) {
      this.#index++;
      result = { kind: 'unary', operator: 'not', operand: this.#binary(NOT_BINDING) };
    } else if (kind === 'symbol' && (text === '-' || text === '+')) {
      this.#index++;
      result = { kind: 'unary', operator: text, operand: this.#binary(SIGN_BINDING) };
    } else result = this.#postfix(this.#primary());
    this.#depth--;
    return result;
  }

  #primary(): Expression {
    const token = this.#token;
    this.#index++;
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind === 'name') return this.#name(token);
    if (token.kind === 'symbol') {
      if (token.text === '(') return this.#closed(')', this.#expression());
      if (token.text === '[') return { kind: 'array', items: this.#list(']', () => this.#expression()) };
      if (token.text === '{') return { kind: 'map', entries: this.#list('}', () => this.#entry()) };
      if (token.text === '#') return this.#element(token);
      if (token.text === '.' && this.#predicates > 0) {
        this.#index--;
        return { kind: 'element', of: 'value' };
      }
    }
    this.#index--;
    throw this.#unexpected();
  }

  #name(token: Token): Expression {
    if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
    if (token.text === 'nil') return { kind: 'literal', value: null };
    if (token.text === 'let') throw new ExpressionError('`let` is not supported here; write the value where it is used');
    if (WORD_OPERATORS.includes(token.text) || token.text === 'and' || token.text === 'or') {
      this.#index--;
      throw this.#unexpected();
    }
    if (!this.#takeSymbol('(')) return { kind: 'name', name: token.text };
    return { kind: 'call', name: token.text, args: this.#args(token.text, 0) };
  }

  #args(name: string, given: number): Expression[] {
    let count = given;
    const takesPredicate = PREDICATE_FUNCTIONS.has(name);
    return this.#list(')', () => {
      const inside = takesPredicate && count++ === 1;
      if (!inside) return this.#expression();
      this.#predicates++;
      const braced = this.#takeSymbol('{');
      const body = this.#expression();
      if (braced) this.#expect('}');
      this.#predicates--;
      return body;
    });
  }

  #element(token: Token): Expression {
    if (this.#predicates === 0) throw new ExpressionError(`# at character ${token.at + 1} stands outside a predicate`);
    if (this.#token.kind === 'name' && this.#token.text === 'index' && this.#token.at === token.at + 1) {
      this.#index++;
      return { kind: 'element', of: 'index' };
    }
    return { kind: 'element', of: 'value' };
  }

  #entry(): [Expression, Expression] {
    const token = this.#token;
    this.#index++;
    let key: Expression;
    if (token.kind === 'name' || token.kind === 'string' || token.kind === 'number') key = { kind: 'literal', value: token.text };
    else if (token.text === '(') key = this.#closed(')', this.#expression());
    else {
      this.#index--;
      throw this.#unexpected();
    }
    this.#expect(':');
    return [key, this.#expression()];
  }

  #postfix(start: Expression): Expression {
    let object = start;
    for (;;) {
      if (this.#takeSymbol('.')) object = this.#member(object, false);
      else if (this.#takeSymbol('?.')) object = this.#member(object, true);
      else if (this.#takeSymbol('[')) object = this.#bracket(object);
      else return object;
    }
  }

  #member(object: Expression, optional: boolean): Expression {
    return { kind: 'index', object, key: { kind: 'literal', value: this.#takeName() }, optional };
  }

  #bracket(object: Expression): Expression {
    const from = this.#token.text === ':' && this.#token.kind === 'symbol' ? undefined : this.#expression();
    if (from !== undefined && this.#takeSymbol(']')) return { kind: 'index', object, key: from, optional: false };
    this.#expect(':');
    const slice: Expression = { kind: 'slice', object };
    if (from !== undefined) slice.from = from;
    if (this.#takeSymbol(']')) return slice;
    slice.to = this.#expression();
    return this.#closed(']', slice);
  }

  #list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.#takeSymbol(end)) {
      if (items.length > 0) {
        this.#expect(',');
        if (this.#takeSymbol(end)) return items;
      }
      items.push(item());
    }
    return items;
  }

  #closed(end: string, expression: Expression): Expression {
    this.#expect(end);
    return expression;
  }

  #takeName(): string {
    if (this.#token.kind !== 'name') throw this.#unexpected();
    return (this.#tokens[this.#index++] as Token).text;
  }

  #takeSymbol(text: string): boolean {
    if (this.#token.kind !== 'symbol' || this.#token.text !== text) return false;
    this.#index++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#takeSymbol(text)) throw this.#unexpected(text);
  }

  #unexpected(wanted?: string): ExpressionError {
    const { kind, text, at } = this.#token;
    const found = kind === 'end' ? 'the end' : JSON.stringify(text);
    return new ExpressionError(`unexpected ${found} at character ${at + 1}${wanted === undefined ? '' : `; ${wanted} was expected`}`);
  }
}

/** Functions whose second argument is evaluated for each element. */
export const PREDICATE_FUNCTIONS: ReadonlySet<string> = new Set([
  'all',
  'any',
  'one',
  'none',
  'filter',
  'map',
  'count',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
]);
