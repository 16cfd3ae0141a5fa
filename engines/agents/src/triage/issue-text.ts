import { branchMarker, pipelineMarker } from './issue-marker.ts';
import { codeBlock } from './log-excerpt.ts';
import { canceledWords, failureWords, stepWords, type FailedStep, type PipelineFailure } from './pipeline-failure.ts';

export interface FailureReport {
  branch: string;
  sha: string;
  pipelineNumber: number;
  pipelineUrl: string;
  failure: PipelineFailure;
  /** Last lines of the failing step's masked log. */
  lines: readonly string[];
}

const SIGNATURE = '_Written by triage, rule-based: this issue is closed when the branch passes again._';

export function issueTitle({ branch, failure }: Pick<FailureReport, 'branch' | 'failure'>): string {
  switch (failure.kind) {
    case 'step':
      return `Pipeline failed on ${branch}: step "${failure.step}"`;
    case 'workflow':
      return `Pipeline failed on ${branch}: workflow "${failure.workflow}"`;
    case 'configuration':
      return `Pipeline failed on ${branch}: the configuration`;
    case 'canceled':
      return `Pipeline was stopped on ${branch}`;
  }
}

/** The issue's text: what failed, with which exit code, the last lines, and where to read on. No more than the log itself shows. */
export function issueBody(report: FailureReport): string {
  const parts = [
    `[Pipeline #${report.pipelineNumber}](${report.pipelineUrl}) failed on \`${plain(report.branch)}\` at ${report.sha.slice(0, 10)}.`,
    ...explain(report),
    SIGNATURE,
    `${branchMarker(report.branch)}\n${pipelineMarker(report.pipelineNumber)}`,
  ];
  return parts.join('\n\n');
}

export function failedAgainComment({ pipelineNumber, pipelineUrl, failure }: FailureReport): string {
  const what = failure.kind === 'step' ? `step "${plain(failure.step)}" ${plain(stepWords(failure))}` : plain(failureWords(failure));
  return `[Pipeline #${pipelineNumber}](${pipelineUrl}) failed again: ${what.replace(/\.$/, '')}. The description shows its last lines.\n\n${pipelineMarker(pipelineNumber)}`;
}

export function resolvedComment({
  branch,
  pipelineNumber,
  pipelineUrl,
}: Pick<FailureReport, 'branch' | 'pipelineNumber' | 'pipelineUrl'>): string {
  return `[Pipeline #${pipelineNumber}](${pipelineUrl}) passed on \`${plain(branch)}\`: resolved.\n\n${pipelineMarker(pipelineNumber)}`;
}

function explain({ failure, lines }: FailureReport): string[] {
  switch (failure.kind) {
    case 'step':
      return [...explainStep(failure), ...excerpt(lines)];
    case 'workflow': {
      const name = `Workflow **${plain(failure.workflow)}**`;
      if (failure.error === '') return [`${name} did not run: its state is ${plain(failure.state)}.`];
      const step = failure.step === null ? [] : [`Step **${plain(failure.step.name)}** was running then.`, ...excerpt(lines)];
      return [`${name} was ended as a whole:`, codeBlock(failure.error.split('\n')), ...step];
    }
    case 'canceled':
      return [`It was ${plain(canceledWords(failure.by))}.`];
    case 'configuration':
      return failure.errors.length === 0
        ? ['It could not be started.']
        : ['It could not be started:', codeBlock(failure.errors.flatMap((error) => error.split('\n')))];
  }
}

function explainStep({ workflow, step, exitCode, error, ignored, note, stopsAll }: FailedStep): string[] {
  const name = `Step **${plain(step)}** of workflow **${plain(workflow)}**`;
  return [
    // With an error of the runner's the code is its own invention: a step that could not start, or one that was killed.
    ...(error === '' ? [`${name} exited with code ${exitCode}.`] : [`${name} failed:`, codeBlock(error.split('\n'))]),
    ...(note === '' ? [] : [codeBlock(note.split('\n'))]),
    ...(stopsAll ? ['As it says `failure: cancel`, it stopped the rest of the pipeline.'] : []),
    ...(ignored.length === 0
      ? []
      : [`Not the reason, for they are allowed to fail (\`failure: ignore\`): ${ignored.map(plain).join(', ')}.`]),
  ];
}

function excerpt(lines: readonly string[]): string[] {
  return lines.length === 0 ? ['It wrote nothing.'] : ['Its last lines:', codeBlock(lines)];
}

/** Names come from the repository: keep them from being read as Markdown or as a mention. */
function plain(name: string): string {
  return name.replace(/[`*_[\]<>@\\\n]/g, ' ');
}
