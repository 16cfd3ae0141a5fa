import { member, type FieldReader, type YamlNode } from '../yaml/tree.ts';

/** One combination of a matrix: name → value. */
export type Axis = Record<string, string>;

/** Upstream stops after 27 axes and 12 keys (constants 25 and 10, off by two); the same files give the same axes here. */
const MAX_AXES = 27;
const MAX_KEYS = 12;

/** The axes of a file's `matrix`: every combination, keys sorted, the last fastest; `include` stands alone. None = one empty axis. */
export function readMatrix(root: YamlNode, reader: FieldReader): Axis[] {
  const matrix = member(root, 'matrix');
  if (matrix === undefined) return [{}];
  const include = member(matrix, 'include');
  if (include !== undefined) {
    const axes = readIncludes(include, reader);
    if (axes.length > 0) return axes;
  }
  const lists = [...reader.entries(matrix, 'matrix')]
    .filter(([key]) => key !== 'include')
    .flatMap(([key, value]) => {
      const values = readValues(value, reader, `matrix.${key}`);
      return values.length === 0 ? [] : [{ key, values }];
    });
  return combine(
    lists.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    reader,
    matrix,
  );
}

function readValues(node: YamlNode, reader: FieldReader, field: string): string[] {
  if (node.kind === 'list') return node.items.flatMap((item) => reader.text(item, field) ?? []);
  reader.misfit(node, field, 'a list of values');
  return [];
}

function readIncludes(node: YamlNode, reader: FieldReader): Axis[] {
  if (node.kind !== 'list') {
    reader.misfit(node, 'matrix.include', 'a list of maps');
    return [];
  }
  return node.items.map((item, index) =>
    Object.fromEntries(
      [...reader.entries(item, `matrix.include[${index}]`)].map(([key, value]) => [key, reader.text(value, `matrix.include.${key}`) ?? '']),
    ),
  );
}

function combine(lists: readonly { key: string; values: string[] }[], reader: FieldReader, matrix: YamlNode): Axis[] {
  const used = lists.slice(0, MAX_KEYS);
  let axes: Axis[] = [{}];
  for (const { key, values } of used) {
    // Each further key only multiplies, and the last key turns fastest: the first 27 are settled by their prefixes.
    axes = axes.flatMap((axis) => values.map((value) => ({ ...axis, [key]: value }))).slice(0, MAX_AXES + 1);
  }
  const total = used.reduce((product, { values }) => product * values.length, 1);
  const where = { place: matrix.place, field: 'matrix' };
  if (lists.length > MAX_KEYS) {
    const left = lists.slice(MAX_KEYS).map(({ key }) => key);
    const message = `The matrix has ${lists.length} keys; only the first ${MAX_KEYS} by name are used, without ${left.join(', ')}.`;
    reader.faults.warn('linter', message, where);
  }
  if (total > MAX_AXES) reader.faults.warn('linter', `The matrix gives ${total} combinations; only the first ${MAX_AXES} are run.`, where);
  return axes.slice(0, MAX_AXES);
}
