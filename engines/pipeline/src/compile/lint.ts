import type { ContainerOptions } from './workflow-config.ts';
import type { FaultList } from '../yaml/fault.ts';
import type { StepSpec } from '../yaml/step-spec.ts';
import type { WorkflowFile } from '../yaml/workflow-file.ts';
import type { Trust } from './metadata.ts';

/** Judges one file by the rules of docs/reference/pipelines.md#lint; findings go to `faults`. */
export function lintWorkflow(file: WorkflowFile, rawText: string, trusted: Trust, faults: FaultList): void {
  for (const step of [...file.clone, ...file.steps, ...file.services]) lintStep(step, trusted, faults);
  lintServices(file.services, faults);
  lintEventFilter(file, faults);
  for (const name of DEPRECATED_VARIABLES) {
    const offset = rawText.search(new RegExp(`\\b${name}\\b`));
    if (offset < 0) continue;
    const line = rawText.slice(0, offset).split('\n').length;
    faults.warn('deprecation', `${name} is deprecated.`, { place: { line, column: 1 } });
  }
}

const DEPRECATED_VARIABLES = ['CI_COMMIT_PRERELEASE', 'CI_COMMIT_AUTHOR_AVATAR', 'CI_PREV_COMMIT_AUTHOR_AVATAR'] as const;

function lintStep(step: StepSpec, trusted: Trust, faults: FaultList): void {
  const where = { place: step.place, field: step.field };
  if (step.image === '') faults.error('linter', `Step "${step.name}" has no \`image\`; name one, e.g. \`image: bash\`.`, where);
  if (step.settings.size > 0) {
    if (step.commands.length > 0)
      faults.error('linter', `Step "${step.name}" has both \`commands\` and \`settings\`; use \`environment\` with commands.`, where);
    if (step.entrypoint.length > 0)
      faults.error('linter', `Step "${step.name}" has both \`entrypoint\` and \`settings\`; use \`environment\`.`, where);
    if (step.environment.size > 0)
      faults.warn('linter', `Step "${step.name}" has both \`environment\` and \`settings\`; plugins read \`settings\`.`, where);
  }
  for (const [level, keys] of Object.entries(TRUST_KEYS) as [keyof Trust, readonly (keyof ContainerOptions)[]][]) {
    const used = keys.find((key) => isUsed(step.container, key));
    if (used === undefined || trusted[level]) continue;
    faults.error(
      'linter',
      `Step "${step.name}" uses \`${used}\`, for which an administrator must trust this repository (${level}).`,
      where,
    );
  }
}

const TRUST_KEYS: Readonly<Record<keyof Trust, readonly (keyof ContainerOptions)[]>> = {
  security: ['privileged'],
  network: ['dns', 'dnsSearch', 'extraHosts', 'networkMode'],
  volumes: ['devices', 'volumes', 'tmpfs'],
};

function isUsed(container: ContainerOptions, key: keyof ContainerOptions): boolean {
  return container[key] !== undefined && !(key === 'networkMode' && container.networkMode === 'none');
}

function lintServices(services: readonly StepSpec[], faults: FaultList): void {
  const seen = new Set<string>();
  for (const { name, place, field } of services) {
    if (seen.has(name)) faults.error('linter', `Two services are named "${name}"; give each a name of its own.`, { place, field });
    seen.add(name);
  }
}

/** Without an event filter a file runs on every event, pull requests of strangers included. */
function lintEventFilter(file: WorkflowFile, faults: FaultList): void {
  const filters = (when: WorkflowFile['when']): boolean => when.length > 0 && when.every(({ event }) => (event?.include.length ?? 0) > 0);
  if (filters(file.when)) return;
  const open = file.steps.find((step) => !filters(step.when));
  if (open === undefined) return;
  faults.warn('bad_habit', 'Neither the workflow nor every step filters by event; add `when: [{ event: push }]` at the top.', {
    place: open.place,
    field: open.field,
  });
}
