import type * as gitea from '@mosaic/contracts/gitea';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { pageOf } from '../paging.ts';
import { loginOf, permissionsOf, signedIn } from '../rights.ts';
import { filesAt, presentBranch, presentFolder, presentRepository } from './repository.ts';
import { visible, type ForgeState } from './state.ts';

/** Repositories and what git holds of them. */
export function repositoryAnswers(state: ForgeState): Answers<typeof gitea> {
  return {
    repoGet(named, asker) {
      return presentRepository(visible(state, named, asker), loginOf(state, asker));
    },
    repoGetByID({ id }, asker) {
      const { owner, name } = found(state.repositories.find((one) => one.id === id));
      return presentRepository(visible(state, { owner, repo: name }, asker), loginOf(state, asker));
    },
    repoSearch({ query }, asker) {
      const login = loginOf(state, asker);
      const seen = state.repositories.filter((one) => permissionsOf(one, login).pull);
      return { ok: true, data: pageOf(seen, query, asker).map((one) => presentRepository(one, login)) };
    },
    userCurrentListRepos({ query }, asker) {
      const login = signedIn(state, asker) ?? '';
      const mine = state.repositories.filter(({ owner, members }) => owner === login || members[login] !== undefined);
      return pageOf(mine, query, asker).map((one) => presentRepository(one, login));
    },
    repoGetRawFile({ filepath, query, ...named }, asker) {
      return Buffer.from(found(filesAt(visible(state, named, asker), query.ref)[filepath]));
    },
    repoGetContents({ filepath, query, ...named }, asker) {
      const entries = presentFolder(filesAt(visible(state, named, asker), query.ref), filepath);
      return found(entries.length === 0 ? undefined : entries);
    },
    repoListBranches({ query, ...named }, asker) {
      const { branches } = visible(state, named, asker);
      const text = query.q.toLowerCase();
      const names = Object.keys(branches).filter((name) => name.toLowerCase().includes(text));
      return pageOf(names, query, asker).map((name) => presentBranch(name, branches[name] ?? ''));
    },
    repoGetBranch({ branch, ...named }, asker) {
      return presentBranch(branch, found(visible(state, named, asker).branches[branch]));
    },
    /** No repository of the fake has commits of its own. */
    repoGetSingleCommit(named, asker) {
      visible(state, named, asker);
      return found<never>(undefined);
    },
  };
}
