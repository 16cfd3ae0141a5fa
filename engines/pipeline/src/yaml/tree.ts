import type { FaultList, Place } from './fault.ts';

/** A YAML value with its place; aliases and merges are already resolved. Aliased parts are shared, never copied. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  kind: 'map';
  entries: ReadonlyMap<string, YamlNode>;
  place: Place;
  /** Nodes below and including this one with aliases counted each time, and long texts as several: what a walk over it costs. */
  size: number;
}

export interface YamlList {
  kind: 'list';
  items: readonly YamlNode[];
  place: Place;
  size: number;
}

export interface YamlScalar {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** As written; a number keeps its form (`1.20`), as Go decodes it into a string. */
  text: string;
  place: Place;
  size: number;
}

/** The member of a map, `undefined` when it is absent or null. */
export function member(node: YamlNode | undefined, key: string): YamlNode | undefined {
  const found = node?.kind === 'map' ? node.entries.get(key) : undefined;
  return found === undefined || isNull(found) ? undefined : found;
}

export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** Reads typed values out of a tree and notes each misfit with its place, so that all are told at once. */
export class FieldReader {
  readonly faults: FaultList;

  constructor(faults: FaultList) {
    this.faults = faults;
  }

  /** A text; numbers and truth values are taken as written. */
  text(node: YamlNode | undefined, field: string): string | undefined {
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === 'scalar') return node.text;
    this.misfit(node, field, 'a text');
    return undefined;
  }

  flag(node: YamlNode | undefined, field: string): boolean | undefined {
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === 'scalar') {
      if (typeof node.value === 'boolean') return node.value;
      const spelled = YAML_1_1_FLAGS[node.text.toLowerCase()];
      if (spelled !== undefined) return spelled;
    }
    this.misfit(node, field, 'true or false');
    return undefined;
  }

  /** One text, or a list of texts (docs/reference/pipelines.md#yaml). Inside a list only texts are taken. */
  texts(node: YamlNode | undefined, field: string): string[] | undefined {
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === 'scalar') return [node.text];
    if (node.kind === 'map') {
      this.misfit(node, field, 'a text or a list of texts');
      return undefined;
    }
    return node.items.flatMap((item, index) => {
      if (item.kind === 'scalar' && typeof item.value === 'string') return [item.value];
      const hint = item.kind === 'map' ? '. A `: ` inside makes YAML read a map: put the line in quotes' : '. Put it in quotes';
      this.faults.error('generic', `${field}[${index}] must be a text${hint}.`, { place: item.place, field });
      return [];
    });
  }

  entries(node: YamlNode | undefined, field: string): ReadonlyMap<string, YamlNode> {
    if (node === undefined || isNull(node)) return new Map();
    if (node.kind === 'map') return node.entries;
    this.misfit(node, field, 'a map of `name: value` lines');
    return new Map();
  }

  /** Warns of members that nothing reads: a key that is misspelt would be without effect, and without a word. */
  onlyKeys(node: YamlNode | undefined, known: readonly string[], field: string): void {
    if (node?.kind !== 'map') return;
    for (const [key, value] of node.entries) {
      if (known.includes(key)) continue;
      const message = `There is no key \`${key}\` in \`${field}\`; it has no effect. The keys are ${known.join(', ')}.`;
      this.faults.warn('linter', message, { place: value.place, field: `${field}.${key}` });
    }
  }

  misfit(node: YamlNode, field: string, wanted: string): void {
    const found = node.kind === 'scalar' ? JSON.stringify(node.text) : `a ${node.kind}`;
    this.faults.error('generic', `${field} must be ${wanted}, but it is ${found}.`, { place: node.place, field });
  }
}

/** The words that Go's YAML also takes for a typed truth value. */
const YAML_1_1_FLAGS: Readonly<Record<string, boolean>> = { yes: true, on: true, y: true, no: false, off: false, n: false };
