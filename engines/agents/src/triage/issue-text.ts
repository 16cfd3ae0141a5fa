import { branchMarker, pipelineMarker } from './issue-marker.ts';
import { codeBlock } from './log-excerpt.ts';
import type { PipelineFailure } from './pipeline-failure.ts';

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
  const what =
    failure.kind === 'step'
      ? `step "${plain(failure.step)}" exited ${failure.exitCode}`
      : issueTitle({ branch: '', failure }).split(': ')[1];
  return `[Pipeline #${pipelineNumber}](${pipelineUrl}) failed again: ${what}. The description shows its last lines.\n\n${pipelineMarker(pipelineNumber)}`;
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
      return [
        `Step **${plain(failure.step)}** of workflow **${plain(failure.workflow)}** exited with code ${failure.exitCode}.`,
        ...(failure.error === '' ? [] : [codeBlock([failure.error])]),
        ...(lines.length === 0 ? ['It wrote nothing.'] : ['Its last lines:', codeBlock(lines)]),
      ];
    case 'workflow':
      return [`Workflow **${plain(failure.workflow)}** did not run: its state is ${plain(failure.state)}.`];
    case 'configuration':
      return failure.errors.length === 0
        ? ['It could not be started.']
        : ['It could not be started:', codeBlock(failure.errors.flatMap((error) => error.split('\n')))];
  }
}

/** Names come from the repository: keep them from being read as Markdown or as a mention. */
function plain(name: string): string {
  return name.replace(/[`*_[\]<>@\\\n]/g, ' ');
}
