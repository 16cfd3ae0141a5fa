import type * as native from '@mosaic/contracts/mosaic';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { filesAt } from './repository.ts';
import { visible, type ForgeState } from './state.ts';

/** What our forge does beside Gitea's contract. */
export function nativeAnswers(state: ForgeState): Answers<typeof native> {
  return {
    readEvents: ({ query }, { gone }) => state.feed.page(query, gone),
    listDamaged: () => ({ repositories: state.damaged }),
    searchCode({ query: { q, ref }, ...named }, asker) {
      const lines = Object.entries(filesAt(visible(state, named, asker), ref)).flatMap(([path, text]) =>
        text.split('\n').map((line, index) => ({ path, line: index + 1, text: line })),
      );
      return { matches: lines.filter(({ text }) => text.includes(q)), truncated: false };
    },
    deliverEvent({ id }) {
      found(state.repositories.flatMap(({ hooks }) => hooks).find((hook) => hook.id === id));
      return {};
    },
  };
}
