import type { Place } from './fault.ts';
import { member, type FieldReader, type YamlNode } from './tree.ts';

/** A dependency on another workflow or step; an optional one may be missing. */
export interface Dependency {
  name: string;
  optional: boolean;
  place: Place;
}

/** A name, a list of names, or of `{name, optional}`; `undefined` when the key is absent, which differs from `[]` (docs/reference/pipelines.md#order-of-steps). */
export function readDependencies(node: YamlNode | undefined, reader: FieldReader, field: string): Dependency[] | undefined {
  if (node === undefined) return undefined;
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    reader.onlyKeys(item, ['name', 'optional'], field);
    const name = item.kind === 'map' ? reader.text(member(item, 'name'), `${field}.name`) : reader.text(item, field);
    if (name === undefined) {
      if (item.kind === 'map') reader.misfit(item, field, 'a name, or a map with `name` and `optional`');
      return [];
    }
    const optional = item.kind === 'map' ? (reader.flag(member(item, 'optional'), `${field}.optional`) ?? false) : false;
    return [{ name, optional, place: item.place }];
  });
}
