import type { FaultList } from '../yaml/fault.ts';
import { isNull, member, type YamlNode, type YamlScalar } from '../yaml/tree.ts';
import type { SecretBox, SecretUser } from './secrets.ts';

/** Turns `settings` and `environment` into variables; a refused secret becomes a compile error that names it. */
export class ValueCompiler {
  readonly #secrets: SecretBox;
  readonly #user: SecretUser;
  readonly #faults: FaultList;

  constructor(secrets: SecretBox, user: SecretUser, faults: FaultList) {
    this.#secrets = secrets;
    this.#user = user;
    this.#faults = faults;
  }

  /** `settings`: keys become `PLUGIN_` names (docs/reference/pipelines.md#variables). */
  settings(entries: ReadonlyMap<string, YamlNode>, field: string): Record<string, string> {
    return this.#compile(entries, field, (key) => `PLUGIN_${key.toUpperCase().replace(/[.-]/g, '_')}`);
  }

  /** `environment`: keys unchanged. */
  environment(entries: ReadonlyMap<string, YamlNode>, field: string): Record<string, string> {
    return this.#compile(entries, field, (key) => key);
  }

  #compile(entries: ReadonlyMap<string, YamlNode>, field: string, rename: (key: string) => string): Record<string, string> {
    const variables: Record<string, string> = {};
    for (const [key, node] of entries) {
      if (!isNull(node)) variables[rename(key)] = this.#text(node, `${field}.${key}`);
    }
    return variables;
  }

  /** Scalars stay as written, a list of scalars is joined by `,`, everything else is JSON text. */
  #text(node: YamlNode, field: string): string {
    const secret = this.#secret(node, field);
    if (secret !== undefined) return secret;
    if (node.kind === 'scalar') return node.text;
    if (node.kind === 'list' && node.items.every((item) => item.kind === 'scalar' || isReference(item))) {
      return node.items.map((item) => this.#text(item, field)).join(',');
    }
    return this.#json(node, field);
  }

  #json(node: YamlNode, field: string): string {
    const secret = this.#secret(node, field);
    if (secret !== undefined) return JSON.stringify(secret);
    if (node.kind === 'scalar') return printScalar(node);
    if (node.kind === 'list') return `[${node.items.map((item) => this.#json(item, field)).join(',')}]`;
    return `{${[...node.entries].map(([key, value]) => `${JSON.stringify(key)}:${this.#json(value, field)}`).join(',')}}`;
  }

  #secret(node: YamlNode, field: string): string | undefined {
    const reference = member(node, 'from_secret');
    if (!isReference(node) || reference === undefined) return undefined;
    if (reference.kind !== 'scalar') {
      this.#faults.error('compiler', `${field}: from_secret must be the name of a secret.`, { place: reference.place, field });
      return '';
    }
    const answer = this.#secrets.look(reference.text, this.#user);
    if ('value' in answer) return answer.value;
    this.#faults.error('compiler', `${field}: ${answer.refusal}.`, { place: reference.place, field });
    return '';
  }
}

/** A map whose only key is `from_secret`. */
function isReference(node: YamlNode): boolean {
  return node.kind === 'map' && node.entries.size === 1 && node.entries.has('from_secret');
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number in its own digits: one of JavaScript's would lose those beyond the sixteenth, and the zero of `1.20`. */
function printScalar({ value, text }: YamlScalar): string {
  if (typeof value === 'number') return JSON_NUMBER.test(text) ? text : Number.isFinite(value) ? String(value) : JSON.stringify(text);
  return JSON.stringify(value);
}
