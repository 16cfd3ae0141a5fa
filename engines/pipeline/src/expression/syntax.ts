/** A fault in an expression: `compile` is found before it runs, `run` while it runs. */
export class ExpressionError extends Error {
  readonly phase: 'compile' | 'run';

  constructor(message: string, phase: 'compile' | 'run' = 'compile') {
    super(message);
    this.name = 'ExpressionError';
    this.phase = phase;
  }
}

/** What an expression may compute with. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** What is known of a value before the expression runs. */
export type Type = 'string' | 'number' | 'bool' | 'nil' | 'array' | 'map' | 'any';

/** The syntax tree. `element` is `#` of the nearest predicate (`index` is `#index`). */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'name'; name: string }
  | { kind: 'element'; of: 'value' | 'index' }
  | { kind: 'array'; items: Expression[] }
  | { kind: 'map'; entries: [Expression, Expression][] }
  | { kind: 'unary'; operator: 'not' | '-' | '+'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'conditional'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'index'; object: Expression; key: Expression; optional: boolean }
  | { kind: 'slice'; object: Expression; from?: Expression; to?: Expression }
  | { kind: 'call'; name: string; args: Expression[] };

export type BinaryOperator =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'matches'
  | '..'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '??';

/** Strength of each binary operator in expr-lang v1.17 (`parser/operator`). */
export const BINDING: Readonly<Record<BinaryOperator, number>> = {
  or: 10,
  and: 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '<=': 20,
  '>': 20,
  '>=': 20,
  in: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  matches: 20,
  '..': 25,
  '+': 30,
  '-': 30,
  '*': 60,
  '/': 60,
  '%': 60,
  '**': 100,
  '??': 500,
};
/** `not` and `!` bind tighter than comparisons; a sign tighter than products. */
export const NOT_BINDING = 50;
export const SIGN_BINDING = 90;
