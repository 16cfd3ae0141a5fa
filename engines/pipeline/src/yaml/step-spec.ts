import type { ContainerOptions } from '../compile/workflow-config.ts';
import type { Constraint } from '../when/constraint.ts';
import { readWhen } from '../when/read-when.ts';
import type { Place } from './fault.ts';
import { member, type FieldReader, type YamlNode } from './tree.ts';
import { readDependencies, type Dependency } from './dependencies.ts';

/** A step as written (docs/reference/pipelines.md#steps); values that may name secrets stay trees until they are compiled. */
export interface StepSpec {
  name: string;
  /** Path in the file, e.g. `steps.build`. */
  field: string;
  place: Place;
  image: string;
  commands: string[];
  entrypoint: string[];
  directory: string;
  settings: ReadonlyMap<string, YamlNode>;
  environment: ReadonlyMap<string, YamlNode>;
  /** Absent differs from empty: any step with the key makes the graph explicit. */
  dependsOn?: Dependency[];
  when: Constraint[];
  failure: 'fail' | 'ignore' | 'cancel';
  detach: boolean;
  container: ContainerOptions;
}

export function readStep(node: YamlNode, { name, field }: { name: string; field: string }, reader: FieldReader): StepSpec {
  if (node.kind !== 'map') reader.misfit(node, field, 'a map with an `image`');
  else noteUnknownKeys(node.entries, field, reader);
  const at = (key: string): [YamlNode | undefined, string] => [member(node, key), `${field}.${key}`];
  const step: StepSpec = {
    name,
    field,
    place: node.place,
    image: reader.text(...at('image')) ?? '',
    commands: reader.texts(...at('commands')) ?? [],
    entrypoint: reader.texts(...at('entrypoint')) ?? [],
    directory: reader.text(...at('directory')) ?? '',
    settings: reader.entries(...at('settings')),
    environment: reader.entries(...at('environment')),
    when: readWhen(at('when')[0], reader, `${field}.when`),
    failure: readFailure(node, field, reader),
    detach: reader.flag(...at('detach')) ?? false,
    container: readContainer(node, field, reader),
  };
  const dependsOn =
    node.kind === 'map' && node.entries.has('depends_on')
      ? (readDependencies(member(node, 'depends_on'), reader, `${field}.depends_on`) ?? [])
      : undefined;
  if (dependsOn !== undefined) step.dependsOn = dependsOn;
  return step;
}

function readFailure(node: YamlNode, field: string, reader: FieldReader): StepSpec['failure'] {
  const value = member(node, 'failure');
  const text = reader.text(value, `${field}.failure`) ?? 'fail';
  if (text === 'fail' || text === 'ignore' || text === 'cancel') return text;
  if (value !== undefined) reader.misfit(value, `${field}.failure`, '`fail`, `ignore` or `cancel`');
  return 'fail';
}

const LISTS = {
  volumes: 'volumes',
  devices: 'devices',
  tmpfs: 'tmpfs',
  dns: 'dns',
  dns_search: 'dnsSearch',
  extra_hosts: 'extraHosts',
} as const;

function readContainer(node: YamlNode, field: string, reader: FieldReader): ContainerOptions {
  const options: ContainerOptions = {};
  for (const [key, name] of Object.entries(LISTS) as [keyof typeof LISTS, (typeof LISTS)[keyof typeof LISTS]][]) {
    const values = reader.texts(member(node, key), `${field}.${key}`);
    if (values !== undefined && values.length > 0) options[name] = values;
  }
  const ports = member(node, 'ports');
  if (ports?.kind === 'list') options.ports = ports.items.flatMap((port) => reader.text(port, `${field}.ports`) ?? []);
  else if (ports !== undefined) reader.misfit(ports, `${field}.ports`, 'a list of ports');
  for (const key of ['privileged', 'pull'] as const) {
    if (reader.flag(member(node, key), `${field}.${key}`) === true) options[key] = true;
  }
  const networkMode = reader.text(member(node, 'network_mode'), `${field}.network_mode`);
  if (networkMode !== undefined) options.networkMode = networkMode;
  return options;
}

const KEYS: ReadonlySet<string> = new Set([
  'backend_options',
  'commands',
  'depends_on',
  'detach',
  'devices',
  'directory',
  'dns',
  'dns_search',
  'entrypoint',
  'environment',
  'extra_hosts',
  'failure',
  'image',
  'name',
  'network_mode',
  'ports',
  'privileged',
  'pull',
  'settings',
  'tmpfs',
  'volumes',
  'when',
]);

function noteUnknownKeys(entries: ReadonlyMap<string, YamlNode>, field: string, reader: FieldReader): void {
  for (const [key, value] of entries) {
    if (KEYS.has(key)) continue;
    const hint = key === 'secrets' ? ' Use `environment: { NAME: { from_secret: name } }`.' : '';
    reader.faults.warn('linter', `There is no key \`${key}\` in a step; it has no effect.${hint}`, {
      place: value.place,
      field: `${field}.${key}`,
    });
  }
}
