import { PIPELINE_EVENTS } from '@mosaic/contracts/woodpecker';

import { member, type FieldReader, type YamlNode } from '../yaml/tree.ts';
import { NO_FILTER, type Constraint, type ListFilter, type MapFilter, type PathFilter } from './constraint.ts';

/** What `status` filters by. */
export const OUTCOMES: readonly string[] = ['success', 'failure'];
const LIST_KEYS = ['event', 'branch', 'ref', 'repo', 'platform', 'instance', 'cron', 'status'] as const;

/** Reads `when`: a map, or a list of maps of which one must match. Absent = an empty list. */
export function readWhen(node: YamlNode | undefined, reader: FieldReader, field: string): Constraint[] {
  if (node === undefined) return [];
  const maps = node.kind === 'list' ? node.items : [node];
  return maps.flatMap((map) => {
    if (map.kind === 'map') return [readConstraint(map, reader, field)];
    reader.misfit(map, field, 'a map of filters or a list of such maps');
    return [];
  });
}

function readConstraint(node: YamlNode, reader: FieldReader, field: string): Constraint {
  const constraint: Constraint = { place: node.place };
  for (const key of LIST_KEYS) {
    const value = member(node, key);
    if (value !== undefined) constraint[key] = readList(value, reader, `${field}.${key}`);
  }
  reader.onlyKeys(node, [...LIST_KEYS, 'matrix', 'path', 'evaluate'], field);
  noteUnknownNames({ node, constraint, field }, { key: 'event', names: PIPELINE_EVENTS }, reader);
  noteUnknownNames({ node, constraint, field }, { key: 'status', names: OUTCOMES }, reader);
  const matrix = member(node, 'matrix');
  if (matrix !== undefined) constraint.matrix = readMapFilter(matrix, reader, `${field}.matrix`);
  const path = member(node, 'path');
  if (path !== undefined) constraint.path = readPath(path, reader, `${field}.path`);
  const evaluate = reader.text(member(node, 'evaluate'), `${field}.evaluate`);
  if (evaluate !== undefined) constraint.evaluate = evaluate;
  return constraint;
}

const GLOB = /[*?[{\\]/;

/** A name that can never be: the filter would let nothing through, or all of it, and nobody would know why. */
function noteUnknownNames(
  { node, constraint, field }: { node: YamlNode; constraint: Constraint; field: string },
  { key, names }: { key: 'event' | 'status'; names: readonly string[] },
  reader: FieldReader,
): void {
  const { include, exclude } = constraint[key] ?? NO_FILTER;
  for (const wanted of [...include, ...exclude]) {
    if (names.includes(wanted) || GLOB.test(wanted)) continue;
    const message = `${field}.${key}: there is no ${key} \`${wanted}\`; it is one of ${names.join(', ')}.`;
    reader.faults.warn('linter', message, { place: member(node, key)?.place, field: `${field}.${key}` });
  }
}

function readList(node: YamlNode, reader: FieldReader, field: string): ListFilter {
  if (node.kind !== 'map') return { include: listOf(node, reader, field), exclude: [] };
  reader.onlyKeys(node, field.endsWith('.path') ? PATH_KEYS : ['include', 'exclude'], field);
  return {
    include: listOf(member(node, 'include'), reader, `${field}.include`),
    exclude: listOf(member(node, 'exclude'), reader, `${field}.exclude`),
  };
}

/** Unlike elsewhere, numbers are common here (`branch: [1.20]`) and are taken as written. */
function listOf(node: YamlNode | undefined, reader: FieldReader, field: string): string[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => reader.text(item, field) ?? []);
}

const PATH_KEYS = ['include', 'exclude', 'ignore_message', 'on_empty'];

function readPath(node: YamlNode, reader: FieldReader, field: string): PathFilter {
  return {
    ...readList(node, reader, field),
    ignoreMessage: reader.text(member(node, 'ignore_message'), `${field}.ignore_message`) ?? '',
    onEmpty: reader.flag(member(node, 'on_empty'), `${field}.on_empty`) ?? true,
  };
}

function readMapFilter(node: YamlNode, reader: FieldReader, field: string): MapFilter {
  const texts = (part: YamlNode | undefined, name: string): Record<string, string> =>
    Object.fromEntries([...reader.entries(part, name)].map(([key, value]) => [key, reader.text(value, `${name}.${key}`) ?? '']));
  const include = member(node, 'include');
  const exclude = member(node, 'exclude');
  if (include?.kind === 'map' || exclude?.kind === 'map') {
    return { include: texts(include, `${field}.include`), exclude: texts(exclude, `${field}.exclude`) };
  }
  return { include: texts(node, field), exclude: {} };
}
