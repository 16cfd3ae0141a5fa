import { FINAL_STATUSES, logText, getRepoLogs, getRepoPipeline, getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';

import type { DemoProject } from '../demo-project.ts';

/** Last lines of a failed step that are told. */
const LINES = 8;

/** Why the pipelines of a commit ended badly: each step that did, with its exit code, fault and last lines. */
export async function explainPipelines({ person, owner, name }: DemoProject, sha: string): Promise<string[]> {
  const repo = await person.ci.callOrNull(getReposLookup, { repo_full_name: `${owner}/${name}` });
  if (repo === null) return [];
  const ended = (await person.ci.call(getRepoPipelines, { repo_id: repo.id, query: { event: 'push', perPage: 50 } })).filter(
    ({ commit, status }) => commit === sha && FINAL_STATUSES.has(status) && status !== 'success',
  );
  const told: string[] = [];
  for (const { number } of ended) {
    const pipeline = await person.ci.callOrNull(getRepoPipeline, { repo_id: repo.id, pipeline_number: number });
    for (const workflow of pipeline?.workflows ?? []) {
      if (workflow.error !== '') told.push(`workflow ${workflow.name}: ${workflow.error}`);
      for (const step of workflow.children.filter(({ state }) => state !== 'success')) {
        const lines = await person.ci.call(getRepoLogs, { repo_id: repo.id, pipeline_number: number, step_id: step.id });
        const tail = lines.slice(-LINES).map((line) => logText(line).trimEnd());
        told.push([`step ${step.name}: ${step.state}, exit code ${step.exit_code}, "${step.error}"`, ...tail].join('\n      '));
      }
    }
  }
  return told;
}
