import { WorkBudget } from '../compile/work-budget.ts';
import { FUNCTIONS, asList, asNumber, asText, bounded, compare, inShort, nameOfType } from './functions.ts';
import { PREDICATE_FUNCTIONS, parseExpression } from './parser.ts';
import { matchesPattern } from './patterns.ts';
import { ExpressionError, type BinaryOperator, type Expression, type Value } from './syntax.ts';
import { typeOf } from './types.ts';

/** What one item of a new list costs: its memory, above all. */
const LIST_ITEM = 8;
/** Longest list a range may make. */
const MAX_RANGE = 10_000;

/**
 * Evaluates an expr-lang condition over text variables, as Woodpecker's `evaluate` does: an unknown name is the empty
 * text, the result must be a truth value. @throws ExpressionError with its phase (docs/reference/pipelines.md#expressions), WorkExceeded.
 */
export function evaluateCondition(source: string, variables: Readonly<Record<string, string>>, work = new WorkBudget()): boolean {
  work.spend(source.length);
  const expression = parseExpression(source);
  const type = typeOf(expression, (name) => Object.hasOwn(variables, name));
  if (type !== 'bool' && type !== 'any') throw new ExpressionError(`expected bool, but got ${type}`);
  const result = new Evaluation(variables, work).run(expression);
  if (typeof result !== 'boolean') throw new ExpressionError(`expected bool, but got ${nameOfType(result)}`, 'run');
  return result;
}

interface Element {
  value: Value;
  index: number;
}

class Evaluation {
  readonly #variables: Readonly<Record<string, string>>;
  readonly #work: WorkBudget;

  constructor(variables: Readonly<Record<string, string>>, work: WorkBudget) {
    this.#variables = variables;
    this.#work = work;
  }

  run(node: Expression, element?: Element): Value {
    this.#work.visit();
    switch (node.kind) {
      case 'literal':
        return node.value;
      case 'name':
        return Object.hasOwn(this.#variables, node.name) ? (this.#variables[node.name] as string) : '';
      case 'element':
        return node.of === 'index' ? (element?.index ?? 0) : (element?.value ?? null);
      case 'array':
        return node.items.map((item) => this.run(item, element));
      case 'map':
        return Object.fromEntries(node.entries.map(([key, value]) => [asText(this.run(key, element)), this.run(value, element)]));
      case 'unary':
        return this.#unary(node.operator, this.run(node.operand, element));
      case 'binary':
        return this.#binary(node, element);
      case 'conditional':
        return this.run(asBool('?:', this.run(node.test, element)) ? node.yes : node.no, element);
      case 'index':
        return fetchMember(this.run(node.object, element), this.run(node.key, element), node.optional);
      case 'slice':
        return this.#slice(node, element);
      case 'call':
        return PREDICATE_FUNCTIONS.has(node.name) ? this.#predicate(node, element) : this.#call(node, element);
    }
  }

  #unary(operator: 'not' | '-' | '+', value: Value): Value {
    if (operator === 'not') return !asBool('not', value);
    return operator === '-' ? -asNumber(value) : asNumber(value);
  }

  #binary(node: Expression & { kind: 'binary' }, element: Element | undefined): Value {
    const left = this.run(node.left, element);
    if (node.operator === 'and') return asBool('and', left) && asBool('and', this.run(node.right, element));
    if (node.operator === 'or') return asBool('or', left) || asBool('or', this.run(node.right, element));
    if (node.operator === '??') return left ?? this.run(node.right, element);
    return applyBinary(node.operator, [left, this.run(node.right, element)], this.#work);
  }

  #slice(node: Expression & { kind: 'slice' }, element: Element | undefined): Value {
    const object = this.run(node.object, element);
    const from = node.from === undefined ? undefined : asNumber(this.run(node.from, element));
    const to = node.to === undefined ? undefined : asNumber(this.run(node.to, element));
    this.#work.weigh(object);
    return typeof object === 'string' ? object.slice(from, to) : asList(object).slice(from, to);
  }

  #call(node: Expression & { kind: 'call' }, element: Element | undefined): Value {
    const known = Object.hasOwn(FUNCTIONS, node.name) ? FUNCTIONS[node.name] : undefined;
    if (known === undefined) throw new ExpressionError(`unknown function ${node.name}`);
    const args = node.args.map((arg) => this.run(arg, element));
    const weight = args.reduce<number>((sum, arg) => sum + this.#work.weigh(arg), 0);
    if (known.work !== undefined) this.#work.spend(known.work(weight));
    const result = known.run(args);
    // A list or map holds what the arguments held; a text may be longer than they were.
    this.#work.spend(typeof result === 'string' ? result.length : Array.isArray(result) ? result.length * LIST_ITEM : 1);
    return result;
  }

  #predicate(node: Expression & { kind: 'call' }, element: Element | undefined): Value {
    const values = asList(this.run(node.args[0] as Expression, element));
    const body = node.args[1] ?? { kind: 'element', of: 'value' };
    const of = (value: Value, index: number): Value => this.run(body, { value, index });
    const test = (value: Value, index: number): boolean => asBool(node.name, of(value, index));
    switch (node.name) {
      case 'all':
        return values.every(test);
      case 'any':
        return values.some(test);
      case 'none':
        return !values.some(test);
      case 'one':
        return values.filter(test).length === 1;
      case 'filter':
        return values.filter(test);
      case 'count':
        return values.filter(test).length;
      case 'map':
        return values.map(of);
      case 'find':
        return values.find(test) ?? null;
      case 'findLast':
        return values.findLast(test) ?? null;
      case 'findIndex':
        return values.findIndex(test);
      default:
        return values.findLastIndex(test);
    }
  }
}

function applyBinary(operator: BinaryOperator, [left, right]: [Value, Value], work: WorkBudget): Value {
  const weight = work.weigh(left);
  work.weigh(right);
  switch (operator) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '<':
      return compare(left, right) < 0;
    case '<=':
      return compare(left, right) <= 0;
    case '>':
      return compare(left, right) > 0;
    case '>=':
      return compare(left, right) >= 0;
    case 'in':
      if (Array.isArray(right)) work.spend(weight * right.length);
      return isIn(left, right);
    case 'contains':
      return asText(left).includes(asText(right));
    case 'startsWith':
      return asText(left).startsWith(asText(right));
    case 'endsWith':
      return asText(left).endsWith(asText(right));
    case 'matches':
      return matchesPattern(asText(right), asText(left), work);
    case '+':
      return typeof left === 'string' ? bounded(left + asText(right)) : asNumber(left) + asNumber(right);
    case '..':
      work.spend(Math.max(0, Math.min(MAX_RANGE, asNumber(right) - asNumber(left))) * LIST_ITEM);
      return range(asNumber(left), asNumber(right));
    default:
      return applyArithmetic(operator, asNumber(left), asNumber(right));
  }
}

function applyArithmetic(operator: BinaryOperator, left: number, right: number): Value {
  switch (operator) {
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      if (right === 0) throw new ExpressionError('integer divide by zero', 'run');
      return left % right;
    default:
      return left ** right;
  }
}

function range(from: number, to: number): Value {
  if (to - from >= MAX_RANGE) throw new ExpressionError(`a range may hold ${MAX_RANGE} numbers`, 'run');
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
}

function isEqual(left: Value, right: Value): boolean {
  if (typeof left !== 'object' || left === null) return left === right;
  return typeof right === 'object' && right !== null && JSON.stringify(left) === JSON.stringify(right);
}

function isIn(left: Value, right: Value): boolean {
  if (Array.isArray(right)) return right.some((item) => isEqual(left, item));
  if (right !== null && typeof right === 'object') return typeof left === 'string' && Object.hasOwn(right, left);
  throw new ExpressionError(`in expects array or map, got ${nameOfType(right)}`, 'run');
}

function fetchMember(object: Value, key: Value, optional: boolean): Value {
  if (Array.isArray(object)) {
    const index = asNumber(key);
    const found = object.at(index);
    if (found === undefined) throw new ExpressionError(`index out of range: ${index} (array length is ${object.length})`, 'run');
    return found;
  }
  if (object === null && optional) return null;
  if (object !== null && typeof object === 'object') return Object.hasOwn(object, asText(key)) ? (object[asText(key)] ?? null) : null;
  throw new ExpressionError(`cannot fetch ${inShort(key)} from ${nameOfType(object)}`, 'run');
}

function asBool(operator: string, value: Value): boolean {
  if (typeof value !== 'boolean') throw new ExpressionError(`${operator} expects bool, got ${nameOfType(value)}`, 'run');
  return value;
}
