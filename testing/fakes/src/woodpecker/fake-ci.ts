import * as native from '@mosaic/contracts/mosaic';
import * as woodpecker from '@mosaic/contracts/woodpecker';

import { found } from '../found.ts';
import { FakeFeed } from '../mosaic/fake-feed.ts';
import type { Answers } from '../operations/answers.ts';
import { NATIVE, WOODPECKER } from '../operations/dialect.ts';
import { Fake, speak } from '../operations/fake.ts';
import { pageOf } from '../paging.ts';
import {
  presentLine,
  presentListed,
  presentPipeline,
  presentRepo,
  STEP_ID,
  type FakeCiRepository,
  type FakePipeline,
} from './pipelines.ts';

/** What a fake CI holds, changed at will while a test runs. */
export interface CiState {
  repositories: FakeCiRepository[];
  pipelines: FakePipeline[];
  feed: FakeFeed;
}

export type FakeCi = Fake & CiState;

/** A CI in memory: Woodpecker's API as far as our services ask it, artifacts and the feed of events beside it. */
export async function startFakeCi({ repositories, pipelines }: Pick<CiState, 'repositories' | 'pipelines'>): Promise<FakeCi> {
  const state: CiState = { repositories, pipelines, feed: new FakeFeed('ci') };
  const spoken = [speak(WOODPECKER, woodpecker, woodpeckerAnswers(state)), speak(NATIVE, native, nativeAnswers(state))];
  return Object.assign(await Fake.start('ci', spoken), state);
}

function woodpeckerAnswers(state: CiState): Answers<typeof woodpecker> {
  const repositoryOf = (id: number) => found(state.repositories.find((one) => one.id === id));
  const pipelinesOf = (id: number) => state.pipelines.filter(({ repository }) => repository === repositoryOf(id).name);
  const pipelineOf = (id: number, wanted: number) => found(pipelinesOf(id).find(({ number }) => number === wanted));
  return {
    postRepos({ query }) {
      const repository = found(state.repositories.find(({ forgeId }) => forgeId === query.forge_remote_id));
      return presentRepo(Object.assign(repository, { active: true }));
    },
    getReposLookup({ repo_full_name: wanted }) {
      return presentRepo(found(state.repositories.find(({ name, active }) => active && name === wanted)));
    },
    getRepoPipelines({ repo_id: id, query: { page, perPage, branch } }, asker) {
      const wanted = pipelinesOf(id).filter((pipeline) => branch === undefined || branch === (pipeline.branch ?? 'main'));
      return pageOf(wanted.toReversed(), { page, limit: perPage }, asker).map(presentListed);
    },
    getRepoPipeline: ({ repo_id: id, pipeline_number: number }) => presentPipeline(pipelineOf(id, number)),
    postRepoPipeline({ repo_id: id, pipeline_number: number }) {
      const again = { ...pipelineOf(id, number), number: pipelinesOf(id).length + 1, status: 'pending' };
      state.pipelines.push(again);
      return presentPipeline(again);
    },
    getRepoLogs({ repo_id: id, pipeline_number: number, step_id: step }) {
      const { log = [] } = pipelineOf(id, number);
      return found(step === STEP_ID ? log : undefined).map(presentLine);
    },
  };
}

function nativeAnswers({ pipelines, feed }: CiState): Answers<typeof native> {
  const artifactsOf = ({ owner, repo, number }: { owner: string; repo: string; number: number }) =>
    found(pipelines.find((one) => one.repository === `${owner}/${repo}` && one.number === number)).artifacts ?? {};
  return {
    readEvents: ({ query }, { gone }) => feed.page(query, gone),
    ciListArtifacts: (named) => ({
      artifacts: Object.entries(artifactsOf(named)).map(([name, { length: size }]) => ({
        name,
        size,
        files: 1,
        workflow: 'build',
        step: 'test',
        createdAt: 1,
      })),
    }),
    ciGetArtifact: ({ artifact, ...named }) => found(artifactsOf(named)[artifact]),
  };
}
