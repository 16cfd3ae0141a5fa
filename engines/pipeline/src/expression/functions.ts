import { Buffer } from 'node:buffer';

import { ExpressionError, type Type, type Value } from './syntax.ts';

/** A built-in: the types that each argument may have (empty = anything), the type it gives, and what it does. */
interface BuiltIn {
  takes: readonly (readonly Type[])[];
  /** How many arguments at the end may be absent. */
  optional?: number;
  /** Whether the last argument may repeat. */
  rest?: boolean;
  gives: Type;
  /** Work beside reading the arguments once and writing the result, from what the arguments weigh. */
  work?: (weight: number) => number;
  run: (args: Value[]) => Value;
}

/** Characters a function may produce; `repeat` and `join` could ask for any number. */
const MAX_TEXT = 1024 * 1024;
const text: readonly Type[] = ['string'];
const list: readonly Type[] = ['array'];
const number: readonly Type[] = ['number'];
const anything: readonly Type[] = [];

const onText = (run: (value: string) => Value, gives: Type = 'string'): BuiltIn => ({
  takes: [text],
  gives,
  run: ([value]) => run(asText(value)),
});
const onTwoTexts = (run: (a: string, b: string) => Value, gives: Type): BuiltIn => ({
  takes: [text, text],
  gives,
  run: ([a, b]) => run(asText(a), asText(b)),
});
const onNumber = (run: (value: number) => number): BuiltIn => ({
  takes: [number],
  gives: 'number',
  run: ([value]) => run(asNumber(value)),
});
const onList = (run: (value: Value[]) => Value, gives: Type = 'any'): BuiltIn => ({
  takes: [list],
  gives,
  run: ([value]) => run(asList(value)),
});

/** The functions of expr-lang that an `evaluate` filter can use; those on dates are left out. */
export const FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  upper: onText((value) => value.toUpperCase()),
  lower: onText((value) => value.toLowerCase()),
  trim: { takes: [text, text], optional: 1, gives: 'string', run: ([value, cut]) => trimStart(trimEnd(asText(value), cut), cut) },
  trimPrefix: onTwoTexts((value, prefix) => (value.startsWith(prefix) ? value.slice(prefix.length) : value), 'string'),
  trimSuffix: onTwoTexts((value, suffix) => (suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value), 'string'),
  hasPrefix: onTwoTexts((value, prefix) => value.startsWith(prefix), 'bool'),
  hasSuffix: onTwoTexts((value, suffix) => value.endsWith(suffix), 'bool'),
  indexOf: onTwoTexts((value, part) => value.indexOf(part), 'number'),
  lastIndexOf: onTwoTexts((value, part) => value.lastIndexOf(part), 'number'),
  split: { takes: [text, text, number], optional: 1, gives: 'array', run: ([value, by, limit]) => split(asText(value), asText(by), limit) },
  replace: {
    takes: [text, text, text],
    gives: 'string',
    run: ([value, from, to]) => replace(asText(value), asText(from), asText(to)),
  },
  repeat: { takes: [text, number], gives: 'string', run: ([value, times]) => repeat(asText(value), asNumber(times)) },
  join: {
    takes: [list, text],
    optional: 1,
    gives: 'string',
    run: ([values, by]) => join(asList(values).map(asText), asText(by ?? '')),
  },
  toBase64: onText((value) => Buffer.from(value).toString('base64')),
  fromBase64: onText((value) => Buffer.from(value, 'base64').toString()),
  fromJSON: onText(fromJson, 'any'),
  toJSON: { takes: [anything], gives: 'string', run: ([value]) => bounded(JSON.stringify(value, undefined, 2)) },
  int: { takes: [['string', 'number']], gives: 'number', run: ([value]) => Math.trunc(parseNumber(value, 'int', /^[+-]?\d+$/)) },
  float: {
    takes: [['string', 'number']],
    gives: 'number',
    run: ([value]) => parseNumber(value, 'float', /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/),
  },
  string: { takes: [anything], gives: 'string', run: ([value]) => (typeof value === 'string' ? value : JSON.stringify(value)) },
  type: { takes: [anything], gives: 'string', run: ([value]) => nameOfType(value as Value) },
  abs: onNumber(Math.abs),
  ceil: onNumber(Math.ceil),
  floor: onNumber(Math.floor),
  round: onNumber(Math.round),
  min: { takes: [number], rest: true, gives: 'number', run: (values) => Math.min(...values.map(asNumber)) },
  max: { takes: [number], rest: true, gives: 'number', run: (values) => Math.max(...values.map(asNumber)) },
  len: { takes: [['string', 'array', 'map']], gives: 'number', run: ([value]) => lengthOf(value) },
  sum: onList((values) => values.reduce<number>((total, value) => total + asNumber(value), 0), 'number'),
  first: onList((values) => values[0] ?? null),
  last: onList((values) => values.at(-1) ?? null),
  reverse: onList((values) => values.toReversed(), 'array'),
  sort: { ...onList((values) => values.toSorted(compare), 'array'), work: (weight) => weight * Math.ceil(Math.log2(weight + 1)) },
  uniq: onList((values) => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()], 'array'),
  keys: { takes: [['map']], gives: 'array', run: ([value]) => Object.keys(asMap(value)) },
  values: { takes: [['map']], gives: 'array', run: ([value]) => Object.values(asMap(value)) },
};

/** The text, unless it is longer than anything honest. @throws ExpressionError */
export function bounded(value: string): string {
  requireLength(value.length);
  return value;
}

function repeat(value: string, times: number): string {
  if (times < 0 || value.length * times > MAX_TEXT) throw new ExpressionError('repeat: the text would be larger than 1 MiB', 'run');
  return value.repeat(times);
}

/** The length is reckoned before anything is written: a megabyte in place of each character would be a million of them. */
function replace(value: string, from: string, to: string): string {
  const count = from === '' ? value.length + 1 : value.split(from).length - 1;
  requireLength(value.length + count * (to.length - from.length));
  return value.replaceAll(from, () => to);
}

function join(values: readonly string[], by: string): string {
  requireLength(values.reduce((sum, value) => sum + value.length, 0) + Math.max(0, values.length - 1) * by.length);
  return values.join(by);
}

function requireLength(length: number): void {
  if (length > MAX_TEXT) throw new ExpressionError('a text grew larger than 1 MiB', 'run');
}

function split(value: string, by: string, limit: Value | undefined): string[] {
  const parts = value.split(by);
  const most = limit === undefined ? -1 : asNumber(limit);
  return most <= 0 || parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)];
}

function trimStart(value: string, cut: Value | undefined): string {
  if (cut === undefined) return value.trimStart();
  const signs = new Set(asText(cut));
  let at = 0;
  while (at < value.length && signs.has(value[at] as string)) at++;
  return value.slice(at);
}

function trimEnd(value: string, cut: Value | undefined): string {
  if (cut === undefined) return value.trimEnd();
  const signs = new Set(asText(cut));
  let at = value.length;
  while (at > 0 && signs.has(value[at - 1] as string)) at--;
  return value.slice(0, at);
}

function fromJson(value: string): Value {
  try {
    return JSON.parse(value) as Value;
  } catch (error) {
    throw new ExpressionError(`fromJSON: ${(error as Error).message}`, 'run');
  }
}

function parseNumber(value: Value | undefined, name: string, form: RegExp): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !form.test(value)) throw new ExpressionError(`${name}: ${inShort(value ?? null)} is no number`, 'run');
  return Number(value);
}

function lengthOf(value: Value | undefined): number {
  if (typeof value === 'string') return Array.from(value).length;
  return Array.isArray(value) ? value.length : Object.keys(asMap(value)).length;
}

/** Order of two numbers or two texts. @throws ExpressionError for anything else. */
export function compare(a: Value, b: Value): number {
  if ((typeof a !== 'number' || typeof b !== 'number') && (typeof a !== 'string' || typeof b !== 'string')) {
    throw new ExpressionError(`cannot compare ${nameOfType(a)} with ${nameOfType(b)}`, 'run');
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A value for a message: a text of any length is shown by its beginning. */
export function inShort(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  return typeof value === 'object' && value !== null ? `a value of type ${nameOfType(value)}` : String(value);
}

/** The type's name for messages and for `type()`. */
export function nameOfType(value: Value): string {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'map';
}

export function asText(value: Value | undefined): string {
  if (typeof value !== 'string') throw new ExpressionError(`expected string, got ${nameOfType(value ?? null)}`, 'run');
  return value;
}

export function asNumber(value: Value | undefined): number {
  if (typeof value !== 'number') throw new ExpressionError(`expected number, got ${nameOfType(value ?? null)}`, 'run');
  return value;
}

export function asList(value: Value | undefined): Value[] {
  if (!Array.isArray(value)) throw new ExpressionError(`expected array, got ${nameOfType(value ?? null)}`, 'run');
  return value;
}

function asMap(value: Value | undefined): { [key: string]: Value } {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ExpressionError(`expected map, got ${nameOfType(value ?? null)}`, 'run');
  }
  return value;
}
