import type * as native from '@mosaic/contracts/mosaic';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { loginOf, permissionsOf } from '../rights.ts';
import { DEFAULT_BRANCH, filesAt, type FakeRepository } from './repository.ts';
import { visible, type ForgeState } from './state.ts';

/** What our forge does beside Gitea's contract. */
export function nativeAnswers(state: ForgeState): Answers<typeof native> {
  return {
    readEvents: ({ query }, { gone }) => state.feed.page(query, gone),
    viewRepositories({ body: { login, repositories: asked } }, asker) {
      const seen = state.repositories
        .filter(({ id, owner, name }) => asked.includes(id) || asked.includes(`${owner}/${name}`))
        .map((repository) => viewOf(repository, login ?? loginOf(state, asker)));
      return { repositories: seen.filter((view) => view !== null) };
    },
    listDamaged: () => ({ repositories: state.damaged }),
    searchCode({ query: { q, ref }, ...named }, asker) {
      const lines = Object.entries(filesAt(visible(state, named, asker), ref)).flatMap(([path, text]) =>
        text.split('\n').map((line, index) => ({ path, line: index + 1, text: line })),
      );
      return { matches: lines.filter(({ text }) => text.includes(q)), truncated: false };
    },
    deliverEvent({ id, body: { eventId } }) {
      const hook = found(state.repositories.flatMap(({ hooks }) => hooks).find((one) => one.id === id));
      hook.redelivered = [...(hook.redelivered ?? []), eventId];
      return {};
    },
  };
}

/** As one sees it; null for who may not. */
function viewOf(repository: FakeRepository, login: string | undefined) {
  const { id, owner, name, private: isPrivate } = repository;
  const { pull, push, admin } = permissionsOf(repository, login);
  if (!pull) return null;
  const permission = admin ? ('admin' as const) : push ? ('write' as const) : ('read' as const);
  return { id, fullName: `${owner}/${name}`, owner, private: isPrivate, defaultBranch: DEFAULT_BRANCH, permission };
}
