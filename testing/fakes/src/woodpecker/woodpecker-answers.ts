import type * as woodpecker from '@mosaic/contracts/woodpecker';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { pageOf } from '../paging.ts';
import { presentListed, presentLog, presentPipeline, type FakePipeline } from './pipelines.ts';
import { presentRepo, type FakeCiRepository } from './repositories.ts';
import { changeable, pipelineOf, pipelinesOf, visible, type CiState } from './state.ts';

/** Repositories, pipelines and logs as Woodpecker shows them. */
export function woodpeckerAnswers(state: CiState): Answers<typeof woodpecker> {
  const withId = (wanted: number) => (one: FakeCiRepository) => one.id === wanted;
  return {
    postRepos({ query }, asker) {
      const repository = changeable(state, { asker, right: 'admin' }, ({ forgeId }) => forgeId === query.forge_remote_id);
      return presentRepo(Object.assign(repository, { active: true }));
    },
    getReposLookup({ repo_full_name: wanted }, asker) {
      return presentRepo(visible(state, asker, ({ name, active }) => active && name === wanted));
    },
    getRepoPipelines({ repo_id: id, query: { page, perPage, branch } }, asker) {
      const all = pipelinesOf(state, visible(state, asker, withId(id)));
      const wanted = all.filter((pipeline) => branch === undefined || branch === (pipeline.branch ?? 'main'));
      return pageOf(wanted.toReversed(), { page, limit: perPage }, asker).map(presentListed);
    },
    getRepoPipeline({ repo_id: id, pipeline_number: number }, asker) {
      return presentPipeline(pipelineOf(state, visible(state, asker, withId(id)), number));
    },
    postRepoPipeline({ repo_id: id, pipeline_number: number, query: { task, variables } }, asker) {
      const repository = changeable(state, { asker, right: 'push' }, withId(id));
      const numbers = pipelinesOf(state, repository).map((one) => one.number);
      const again = repeated(pipelineOf(state, repository, number), { number: Math.max(...numbers) + 1, task, variables });
      state.pipelines.push(again);
      return presentPipeline(again);
    },
    getRepoLogs({ repo_id: id, pipeline_number: number, step_id: step }, asker) {
      return found(presentLog(pipelineOf(state, visible(state, asker, withId(id)), number), step));
    },
  };
}

/** What has run is not repeated along with it: neither what it wrote nor what it handed over. */
function repeated(
  { artifacts: _artifacts, log: _log, steps: _steps, ...former }: FakePipeline,
  { number, task, variables }: { number: number; task: string; variables: Record<string, string> },
): FakePipeline {
  return {
    ...former,
    number,
    status: 'pending',
    repeats: { number: former.number, times: (former.repeats?.times ?? 0) + 1 },
    variables: { ...former.variables, ...variables },
    deployTask: task,
  };
}
