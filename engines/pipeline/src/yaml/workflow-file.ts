import type { Constraint } from '../when/constraint.ts';
import { OUTCOMES, readWhen } from '../when/read-when.ts';
import { readDependencies, type Dependency } from './dependencies.ts';
import type { FaultList } from './fault.ts';
import { readStep, type StepSpec } from './step-spec.ts';
import { FieldReader, member, type YamlNode } from './tree.ts';

/** One pipeline file after substitution, read but not yet judged. */
export interface WorkflowFile {
  when: Constraint[];
  steps: StepSpec[];
  services: StepSpec[];
  /** Steps that replace the default clone. */
  clone: StepSpec[];
  skipClone: boolean;
  workspace: { base?: string; path?: string };
  labels: Record<string, string>;
  dependsOn: Dependency[];
  runsOn: string[];
  concurrency?: { limit: number; group?: string };
}

/** Reads the keys of a file (docs/reference/pipelines.md#workflows). Misfits are noted; what could be read is given. */
export function readWorkflowFile(root: YamlNode, faults: FaultList): WorkflowFile {
  const reader = new FieldReader(faults);
  if (root.kind !== 'map') {
    faults.error('linter', 'The file must be a map with a `steps` key.', { place: root.place });
    return { when: [], steps: [], services: [], clone: [], skipClone: false, workspace: {}, labels: {}, dependsOn: [], runsOn: [] };
  }
  const workspace = member(root, 'workspace');
  reader.onlyKeys(workspace, ['base', 'path'], 'workspace');
  const base = reader.text(member(workspace, 'base'), 'workspace.base');
  const path = reader.text(member(workspace, 'path'), 'workspace.path');
  const file: WorkflowFile = {
    when: readWhen(member(root, 'when'), reader, 'when'),
    steps: readSteps(member(root, 'steps'), reader, 'steps'),
    services: readSteps(member(root, 'services'), reader, 'services'),
    clone: readSteps(member(root, 'clone'), reader, 'clone'),
    skipClone: reader.flag(member(root, 'skip_clone'), 'skip_clone') ?? false,
    workspace: { ...(base === undefined ? {} : { base }), ...(path === undefined ? {} : { path }) },
    labels: readLabels(member(root, 'labels'), reader),
    dependsOn: readDependencies(member(root, 'depends_on'), reader, 'depends_on') ?? [],
    runsOn: readRunsOn(root, reader),
  };
  const concurrency = readConcurrency(member(root, 'concurrency'), reader);
  if (concurrency !== undefined) file.concurrency = concurrency;
  if (member(root, 'steps') === undefined) {
    faults.error('linter', 'The file has no `steps`; add at least one step with an `image` and `commands`.', {
      place: root.place,
      field: 'steps',
    });
  }
  noteUnknownKeys(root, faults);
  return file;
}

/** Steps as a map (its order is kept) or as a list, whose unnamed items are `step-<index>`. */
function readSteps(node: YamlNode | undefined, reader: FieldReader, field: string): StepSpec[] {
  if (node === undefined) return [];
  if (node.kind === 'map') return [...node.entries].map(([name, value]) => readStep(value, { name, field: `${field}.${name}` }, reader));
  if (node.kind === 'scalar') {
    reader.misfit(node, field, 'a map or a list of steps');
    return [];
  }
  return node.items.map((item, index) => {
    const name = reader.text(member(item, 'name'), `${field}[${index}].name`);
    return readStep(item, { name: name ?? `step-${index}`, field: `${field}.${name ?? index}` }, reader);
  });
}

function readLabels(node: YamlNode | undefined, reader: FieldReader): Record<string, string> {
  return Object.fromEntries([...reader.entries(node, 'labels')].map(([key, value]) => [key, reader.text(value, `labels.${key}`) ?? '']));
}

function readRunsOn(root: YamlNode, reader: FieldReader): string[] {
  const node = member(root, 'runs_on');
  if (node !== undefined) {
    reader.faults.warn('deprecation', '`runs_on` is deprecated; write `when: [{ status: [success, failure] }]`.', {
      place: node.place,
      field: 'runs_on',
    });
  }
  const outcomes = reader.texts(node, 'runs_on') ?? [];
  const unknown = outcomes.find((outcome) => !OUTCOMES.includes(outcome));
  if (unknown !== undefined)
    reader.faults.warn('linter', `runs_on: there is no status \`${unknown}\`; it is ${OUTCOMES.join(' or ')}.`, {
      place: node?.place,
      field: 'runs_on',
    });
  return outcomes;
}

function readConcurrency(node: YamlNode | undefined, reader: FieldReader): WorkflowFile['concurrency'] {
  if (node === undefined) return undefined;
  reader.onlyKeys(node, ['limit', 'group'], 'concurrency');
  const limitNode = node.kind === 'map' ? member(node, 'limit') : node;
  const limit = limitNode?.kind === 'scalar' && Number.isInteger(limitNode.value) ? (limitNode.value as number) : undefined;
  if (limit === undefined) {
    reader.misfit(limitNode ?? node, 'concurrency.limit', 'a whole number');
    return undefined;
  }
  if (limit <= 0) return undefined;
  const group = node.kind === 'map' ? reader.text(member(node, 'group'), 'concurrency.group') : undefined;
  return group === undefined ? { limit } : { limit, group };
}

const KEYS: ReadonlySet<string> = new Set([
  '$schema',
  'clone',
  'concurrency',
  'depends_on',
  'labels',
  'matrix',
  'runs_on',
  'services',
  'skip_clone',
  'steps',
  'variables',
  'when',
  'workspace',
]);

function noteUnknownKeys(root: YamlNode, faults: FaultList): void {
  if (root.kind !== 'map') return;
  for (const [key, value] of root.entries) {
    if (!KEYS.has(key))
      faults.warn('linter', `There is no key \`${key}\` in a workflow; it has no effect.`, { place: value.place, field: key });
  }
}
