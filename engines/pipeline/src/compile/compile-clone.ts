import type { RunCondition } from '../when/match.ts';
import type { StepSpec } from '../yaml/step-spec.ts';
import type { CompileInput } from './compile-input.ts';
import type { Draft } from './draft.ts';
import type { Plan } from './plan.ts';
import { matchesImage } from './secrets.ts';
import type { CloneConfig, StepConfig } from './workflow-config.ts';

/** Upstream's clone plugin does what the runner's own clone does, so a file that names it gets the latter, with its `depth`. */
const CLONE_PLUGINS = ['woodpeckerci/plugin-git', 'quay.io/woodpeckerci/plugin-git'] as const;

type Compile = (step: StepSpec, type: 'clone', run: RunCondition) => StepConfig;

/** The clone steps, one after the other, and what the runner's own clone fetches. `skip_clone` gives neither. */
export function compileCloneSteps(
  draft: Draft,
  plan: Plan,
  compile: Compile,
  input: CompileInput,
): { steps: StepConfig[]; config?: CloneConfig } {
  const { file } = draft;
  if (file.skipClone) return { steps: [] };
  const written = file.clone.filter((step) => plan.runs.has(step));
  if (file.clone.length === 0) written.push(defaultClone(draft));
  const run: RunCondition = { matches: true, onSuccess: true, onFailure: false };
  const steps = written.map((step) => compile(step, 'clone', run));
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    step.dependsOn = before === undefined ? [] : [before.name];
    step.after = before === undefined ? [] : [before.uuid];
    if (isOwnClone(step)) step.image = '';
  }
  const own = steps.find(isOwnClone);
  return own === undefined ? { steps } : { steps, config: cloneConfig(own, input) };
}

function isOwnClone({ image }: StepConfig): boolean {
  return image === '' || CLONE_PLUGINS.some((plugin) => matchesImage(image, plugin));
}

function defaultClone({ file }: Draft): StepSpec {
  return {
    name: 'clone',
    field: 'clone',
    place: file.steps[0]?.place ?? { line: 1, column: 1 },
    image: '',
    commands: [],
    entrypoint: [],
    directory: '',
    settings: new Map(),
    environment: new Map(),
    when: [],
    failure: 'fail',
    detach: false,
    container: {},
  };
}

/** One commit of history, as upstream's plugin takes; all of it for a tag, whose steps like to describe versions. */
function cloneConfig(step: StepConfig, { metadata }: CompileInput): CloneConfig {
  const wanted = Number(step.environment['PLUGIN_DEPTH'] ?? Number.NaN);
  const standard = metadata.pipeline.event === 'tag' || step.environment['PLUGIN_TAGS'] === 'true' ? 0 : 1;
  return {
    url: metadata.repo.cloneUrl,
    sha: metadata.commit.sha,
    ref: metadata.commit.ref,
    depth: Number.isInteger(wanted) && wanted >= 0 ? wanted : standard,
  };
}
