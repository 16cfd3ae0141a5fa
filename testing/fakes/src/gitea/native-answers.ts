import type * as native from '@mosaic/contracts/mosaic';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { permissionsOf, requirePlatform, signedIn } from '../rights.ts';
import { DEFAULT_BRANCH, filesAt, type FakeRepository } from './repository.ts';
import { visible, type ForgeState } from './state.ts';

/** What our forge does beside Gitea's contract. */
export function nativeAnswers(state: ForgeState): Answers<typeof native> {
  return {
    readEvents({ query }, asker) {
      requirePlatform(state, asker);
      return state.feed.page(query, asker.gone);
    },
    viewRepositories({ body: { login, repositories: asked } }, asker) {
      requirePlatform(state, asker);
      const names = asked.map((one) => (typeof one === 'string' ? one.toLowerCase() : one));
      const seen = state.repositories
        .filter(({ id, owner, name }) => names.includes(id) || names.includes(`${owner}/${name}`.toLowerCase()))
        .map((repository) => viewOf(repository, login));
      return { repositories: seen.filter((view) => view !== null) };
    },
    listDamaged(_asked, asker) {
      requirePlatform(state, asker);
      return { repositories: state.damaged };
    },
    searchCode({ query: { q, ref }, ...named }, asker) {
      const lines = Object.entries(filesAt(visible(state, named, asker), ref)).flatMap(([path, text]) =>
        text.split('\n').map((line, index) => ({ path, line: index + 1, text: line })),
      );
      return { matches: lines.filter(({ text }) => text.toLowerCase().includes(q.toLowerCase())), truncated: false };
    },
    deliverEvent({ id, body: { eventId } }, asker) {
      const login = signedIn(state, asker);
      const own = state.repositories.filter((repository) => permissionsOf(repository, login).admin);
      const hook = found(own.flatMap(({ hooks }) => hooks).find((one) => one.id === id));
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
