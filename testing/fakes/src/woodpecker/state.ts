import { found } from '../found.ts';
import type { FakeFeed } from '../mosaic/fake-feed.ts';
import type { Asker } from '../operations/answers.ts';
import { allowedTo, visibleTo } from '../rights.ts';
import type { FakePipeline } from './pipelines.ts';
import { guarded, type FakeCiRepository } from './repositories.ts';

/** What a fake CI holds, changed at will while a test runs. */
export interface CiState {
  repositories: FakeCiRepository[];
  pipelines: FakePipeline[];
  feed: FakeFeed;
  /** Whom a token stands for, see `People`. */
  logins: Map<string, string>;
}

type Condition = (repository: FakeCiRepository) => boolean;

/** The repository that fits, as far as the asker may see it. */
export function visible(state: CiState, asker: Asker, fits: Condition): FakeCiRepository {
  return visibleTo(state, asker, state.repositories.filter(fits).map(guarded)[0]).of;
}

/** The repository that fits, for who may push to it or administer it. */
export function changeable(state: CiState, as: { asker: Asker; right: 'push' | 'admin' }, fits: Condition): FakeCiRepository {
  return allowedTo(state, as, state.repositories.filter(fits).map(guarded)[0]).of;
}

/** Those of a repository, in the order in which they were made. */
export function pipelinesOf({ pipelines }: CiState, { name }: Pick<FakeCiRepository, 'name'>): FakePipeline[] {
  return pipelines.filter(({ repository }) => repository === name);
}

export function pipelineOf(state: CiState, repository: Pick<FakeCiRepository, 'name'>, wanted: number): FakePipeline {
  return found(pipelinesOf(state, repository).find(({ number }) => number === wanted));
}
