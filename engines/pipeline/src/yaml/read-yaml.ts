import {
  LineCounter,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type Node,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

import type { FaultList, Place } from './fault.ts';
import type { YamlList, YamlMap, YamlNode, YamlScalar } from './tree.ts';

/** Upstream's bound on merges inside merges (6543/xyaml). */
const MAX_MERGE_DEPTH = 15;
/** Values a file may unfold to with its aliases, a long text counted as several; a few lines of aliases could name billions. */
const MAX_NODES = 50_000;
/** Characters of a text that count as one value more. */
const TEXT_PER_NODE = 64;
/** Keys that the merges of a file may copy. */
const MAX_MERGED = 500_000;
/** Nesting of values. */
const MAX_DEPTH = 64;
/** Errors of syntax that are told; one fault makes many. */
const MAX_SYNTAX_ERRORS = 10;
/** Characters of one pipeline file, before and after substitution. */
const MAX_FILE_SIZE = 256 * 1024;

/**
 * Parses one YAML file into a tree: anchors, aliases, `<<` in maps and in lists (docs/reference/pipelines.md#yaml). Findings go to `faults`
 * with line, column and what to do; then `undefined` is given.
 */
export function readYaml(text: string, faults: FaultList): YamlNode | undefined {
  if (text.length > MAX_FILE_SIZE) {
    faults.error('generic', 'The file is larger than 256 KiB; split it into several workflow files.');
    return undefined;
  }
  const lines = new LineCounter();
  // The library compares each key of a map with all before it, which costs the square: doubled keys are found below.
  const document = parseDocument(text, { lineCounter: lines, merge: false, uniqueKeys: false, prettyErrors: false });
  for (const error of document.errors.slice(0, MAX_SYNTAX_ERRORS)) noteSyntaxError(error, lines, faults);
  if (document.errors.length > 0) return undefined;
  try {
    return new TreeBuilder(lines).build(document.contents as Node | null, 0, 0);
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    faults.error('generic', error.message, { place: error.place });
    return undefined;
  }
}

class TreeError extends Error {
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

function noteSyntaxError(error: YAMLError, lines: LineCounter, faults: FaultList): void {
  const { line, col } = lines.linePos(error.pos[0]);
  // The library's own word for it is "Maximum call stack size exceeded".
  if (error.code === 'RESOURCE_EXHAUSTION') return faults.error('generic', TOO_DEEP, { place: { line, column: col } });
  const reason = (error.message.split('\n')[0] ?? error.message).replace(/\.$/, '');
  const hint = HINTS[error.code] ?? 'Mend this line; YAML is indented with spaces, and a text with `: ` or ` #` inside needs quotes.';
  faults.error('generic', `This is no valid YAML: ${reason} (line ${line}, column ${col}). ${hint}`, { place: { line, column: col } });
}

const TOO_DEEP = `Lists and maps are nested too deeply; ${MAX_DEPTH} levels are read.`;

const HINTS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Replace the tab by spaces.',
  MISSING_CHAR: 'Close the quote or bracket that was opened, or put the text in quotes.',
  BAD_INDENT: 'Give all members of one list or map the same number of spaces.',
  MULTIPLE_DOCS: 'Keep one document per file: remove the `---` and what follows, or move it to a file of its own.',
  BAD_ALIAS: 'Define the anchor (`&name`) above its first use.',
  BLOCK_AS_IMPLICIT_KEY: 'A text with `: ` inside needs quotes; otherwise begin the nested map on a new, indented line.',
};

class TreeBuilder {
  readonly #lines: LineCounter;
  /** Filled in document order, so an alias finds the nearest anchor above it without a search of the document. */
  readonly #anchors = new Map<string, Node>();
  readonly #built = new Map<Node, YamlNode>();
  readonly #open = new Set<Node>();
  #merged = 0;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  build(node: Node | null, depth: number, merges: number): YamlNode {
    if (node === null) return { kind: 'scalar', value: null, text: '', place: { line: 1, column: 1 }, size: 1 };
    if (depth > MAX_DEPTH) throw new TreeError(TOO_DEEP, this.#place(node));
    if (isAlias(node)) return this.#alias(node, depth, merges);
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    const known = this.#built.get(node);
    if (known !== undefined) return known;
    if (this.#open.has(node)) throw new TreeError('An anchor contains itself; remove the alias inside it.', this.#place(node));
    this.#open.add(node);
    const built = this.#buildPlain(node, depth, merges);
    this.#open.delete(node);
    if (built.size > MAX_NODES) throw new TreeError('The aliases of this file unfold to too many values; use fewer.', built.place);
    this.#built.set(node, built);
    return built;
  }

  #alias(node: Node, depth: number, merges: number): YamlNode {
    const name = isAlias(node) ? node.source : '';
    const target = this.#anchors.get(name);
    if (target === undefined) throw new TreeError(`There is no anchor &${name} above this alias.`, this.#place(node));
    return this.build(target, depth + 1, merges);
  }

  #buildPlain(node: Node, depth: number, merges: number): YamlNode {
    if (isMap(node)) return this.#map(node, depth, merges);
    if (isSeq(node)) return this.#list(node, depth, merges);
    return this.#scalar(node);
  }

  #scalar(node: Node): YamlScalar {
    const raw: unknown = isScalar(node) ? node.value : null;
    const source = isScalar(node) ? node.source : undefined;
    const value = typeof raw === 'number' || typeof raw === 'boolean' || typeof raw === 'string' || raw === null ? raw : (source ?? '');
    const text = value === null ? '' : (source ?? String(value));
    return { kind: 'scalar', value, text, place: this.#place(node), size: 1 + Math.floor(text.length / TEXT_PER_NODE) };
  }

  #list(node: YAMLSeq, depth: number, merges: number): YamlList {
    const items: YamlNode[] = [];
    for (const item of node.items as Node[]) {
      const merged = this.#mergedList(item, depth, merges);
      for (const part of merged ?? [this.build(item, depth + 1, merges)]) items.push(part);
      if (items.length > MAX_NODES) throw new TreeError('The merges of this list unfold to too many items.', this.#place(node));
    }
    return { kind: 'list', items, place: this.#place(node), size: 1 + items.reduce((sum, item) => sum + item.size, 0) };
  }

  /** `- <<: *list` and `- <<: [*a, *b]` splice the items; `undefined` when the item is no such merge. */
  #mergedList(item: Node, depth: number, merges: number): readonly YamlNode[] | undefined {
    if (!isMap(item) || item.items.length !== 1) return undefined;
    const pair = item.items[0];
    if (pair === undefined || !isMergeKey(pair.key)) return undefined;
    this.#checkMerges(merges, item);
    const source = this.build(pair.value as Node | null, depth + 1, merges + 1);
    if (source.kind !== 'list') return undefined;
    const isListOfAliases = isSeq(pair.value) && pair.value.items.every((inner) => isAlias(inner));
    return isListOfAliases ? source.items.flatMap((inner) => (inner.kind === 'list' ? inner.items : [inner])) : source.items;
  }

  #map(node: YAMLMap, depth: number, merges: number): YamlMap {
    const entries = new Map<string, YamlNode>();
    const inherited: YamlNode[] = [];
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      if (isMergeKey(pair.key)) {
        this.#checkMerges(merges, node);
        const source = this.build(pair.value as Node | null, depth + 1, merges + 1);
        this.#countMerged(source.kind === 'list' ? source.items.length : 1, node);
        for (const part of source.kind === 'list' ? source.items : [source]) inherited.push(part);
        continue;
      }
      const key = this.build(pair.key as Node | null, depth + 1, merges);
      if (key.kind !== 'scalar') throw new TreeError('A key must be a plain text.', key.place);
      if (entries.has(key.text)) {
        const { line, column } = key.place;
        throw new TreeError(
          `The key "${key.text}" stands twice in one map (line ${line}, column ${column}). Remove one of the two keys or rename it.`,
          key.place,
        );
      }
      entries.set(key.text, this.build(pair.value as Node | null, depth + 1, merges));
    }
    for (const source of inherited) {
      if (source.kind !== 'map') throw new TreeError('`<<` needs a map or a list of maps here.', this.#place(node));
      this.#countMerged(source.entries.size, node);
      for (const [key, value] of source.entries) if (!entries.has(key)) entries.set(key, value);
    }
    const size = 1 + [...entries.values()].reduce((sum, value) => sum + value.size, 0);
    return { kind: 'map', entries, place: this.#place(node), size };
  }

  #countMerged(count: number, node: Node): void {
    this.#merged += count;
    if (this.#merged > MAX_MERGED) throw new TreeError('The merges of this file copy too many keys; use fewer.', this.#place(node));
  }

  #checkMerges(merges: number, node: Node): void {
    if (merges >= MAX_MERGE_DEPTH) throw new TreeError(`Merges are nested deeper than ${MAX_MERGE_DEPTH}.`, this.#place(node));
  }

  #place(node: Node): Place {
    const { line, col } = this.#lines.linePos(node.range?.[0] ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && (key.type === 'PLAIN' || key.type === undefined);
}
