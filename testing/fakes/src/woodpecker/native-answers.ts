import type * as native from '@mosaic/contracts/mosaic';

import { found } from '../found.ts';
import type { Answers, Asker } from '../operations/answers.ts';
import { pipelineOf, visible, type CiState } from './state.ts';

/** What our CI does beside Woodpecker's contract. */
export function nativeAnswers(state: CiState): Answers<typeof native> {
  const artifactsOf = ({ owner, repo, number }: { owner: string; repo: string; number: number }, asker: Asker) =>
    pipelineOf(
      state,
      visible(state, asker, ({ name }) => name === `${owner}/${repo}`),
      number,
    ).artifacts ?? {};
  return {
    readEvents: ({ query }, { gone }) => state.feed.page(query, gone),
    ciListArtifacts: (named, asker) => ({
      artifacts: Object.entries(artifactsOf(named, asker)).map(([name, { length: size }]) => ({
        name,
        size,
        files: 1,
        workflow: 'woodpecker',
        step: 'test',
        createdAt: 1,
      })),
    }),
    ciGetArtifact: ({ artifact, ...named }, asker) => found(artifactsOf(named, asker)[artifact]),
  };
}
