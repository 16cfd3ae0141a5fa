import { FUNCTIONS } from './functions.ts';
import { PREDICATE_FUNCTIONS } from './parser.ts';
import { compilePattern } from './patterns.ts';
import { ExpressionError, type BinaryOperator, type Expression, type Type } from './syntax.ts';

/**
 * The type of an expression, found before it runs. Known names are strings, unknown ones `any` (they are empty strings
 * when it runs, docs/reference/pipelines.md#expressions). @throws ExpressionError where operand types cannot fit.
 */
export function typeOf(node: Expression, isKnown: (name: string) => boolean): Type {
  const visit = (child: Expression): Type => typeOf(child, isKnown);
  switch (node.kind) {
    case 'literal':
      return node.value === null ? 'nil' : typeof node.value === 'boolean' ? 'bool' : (typeof node.value as 'string' | 'number');
    case 'name':
      return isKnown(node.name) ? 'string' : 'any';
    case 'element':
      return node.of === 'index' ? 'number' : 'any';
    case 'array':
      node.items.forEach(visit);
      return 'array';
    case 'map':
      node.entries.flat().forEach(visit);
      return 'map';
    case 'unary': {
      const wanted = node.operator === 'not' ? 'bool' : 'number';
      need(node.operator, visit(node.operand), wanted);
      return wanted;
    }
    case 'binary':
      return typeOfBinary(node.operator, node.right, [visit(node.left), visit(node.right)]);
    case 'conditional': {
      need('?:', visit(node.test), 'bool');
      const [yes, no] = [visit(node.yes), visit(node.no)];
      return yes === no ? yes : 'any';
    }
    case 'index':
      need('[]', visit(node.object), 'array', 'map');
      visit(node.key);
      return 'any';
    case 'slice': {
      for (const bound of [node.from, node.to]) if (bound !== undefined) need('[:]', visit(bound), 'number');
      const object = visit(node.object);
      need('[:]', object, 'array', 'string');
      return object;
    }
    case 'call':
      return typeOfCall(node.name, node.args, visit);
  }
}

function typeOfBinary(operator: BinaryOperator, rightNode: Expression, [left, right]: [Type, Type]): Type {
  const misfit = (): ExpressionError => new ExpressionError(`invalid operation: ${operator} (mismatched types ${left} and ${right})`);
  switch (operator) {
    case 'and':
    case 'or':
      need(operator, left, 'bool');
      need(operator, right, 'bool');
      return 'bool';
    case '==':
    case '!=':
      if (left !== right && ![left, right].some((type) => type === 'any' || type === 'nil')) throw misfit();
      return 'bool';
    case '<':
    case '<=':
    case '>':
    case '>=':
      need(operator, left, 'number', 'string');
      need(operator, right, 'number', 'string');
      if (left !== right && left !== 'any' && right !== 'any') throw misfit();
      return 'bool';
    case 'in':
      need(operator, right, 'array', 'map');
      return 'bool';
    case 'matches':
      if (rightNode.kind === 'literal' && typeof rightNode.value === 'string') compilePattern(rightNode.value);
      break;
    case '??':
      return left === 'nil' ? right : left === right ? left : 'any';
    case '+':
      if (left === 'string' || right === 'string') {
        if (left !== right && left !== 'any' && right !== 'any') throw misfit();
        return 'string';
      }
      need(operator, left, 'number');
      need(operator, right, 'number');
      return left === 'any' || right === 'any' ? 'any' : 'number';
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      break;
    default:
      need(operator, left, 'number');
      need(operator, right, 'number');
      return operator === '..' ? 'array' : 'number';
  }
  need(operator, left, 'string');
  need(operator, right, 'string');
  return 'bool';
}

function typeOfCall(name: string, args: readonly Expression[], visit: (node: Expression) => Type): Type {
  if (PREDICATE_FUNCTIONS.has(name)) {
    if (args.length !== 2 && !(name === 'count' && args.length === 1)) {
      throw new ExpressionError(`${name} takes a list and a predicate, got ${args.length} arguments`);
    }
    need(name, visit(args[0] as Expression), 'array');
    const predicate = args[1] === undefined ? 'bool' : visit(args[1]);
    if (name !== 'map') need(name, predicate, 'bool');
    if (name === 'filter' || name === 'map') return 'array';
    if (name === 'count' || name.endsWith('Index')) return 'number';
    return name.startsWith('find') ? 'any' : 'bool';
  }
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known === undefined) throw new ExpressionError(`unknown function ${name}`);
  const types = args.map(visit);
  if (types.length < known.takes.length - (known.optional ?? 0) || (types.length > known.takes.length && known.rest !== true)) {
    throw new ExpressionError(`${name} takes ${known.takes.length} arguments, got ${types.length}`);
  }
  types.forEach((type, index) => {
    const wanted = known.takes[Math.min(index, known.takes.length - 1)] as readonly Type[];
    if (wanted.length > 0) need(name, type, ...wanted);
  });
  return known.gives;
}

function need(operator: string, found: Type, ...wanted: Type[]): void {
  if (found !== 'any' && !wanted.includes(found)) {
    throw new ExpressionError(`invalid operation: ${operator} expects ${wanted.join(' or ')}, got ${found}`);
  }
}
