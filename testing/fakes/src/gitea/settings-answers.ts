import type * as gitea from '@mosaic/contracts/gitea';

import { found } from '../found.ts';
import type { Answers } from '../operations/answers.ts';
import { pageOf } from '../paging.ts';
import { presentHook, presentStatus } from './repository.ts';
import { visible, type ForgeState } from './state.ts';

/** What others set in a repository: webhooks, collaborators, statuses of commits. */
export function settingsAnswers(state: ForgeState): Answers<typeof gitea> {
  let hooks = 0;
  return {
    repoListHooks({ query, ...named }, asker) {
      return pageOf(visible(state, named, asker).hooks, query, asker).map(presentHook);
    },
    repoCreateHook({ body: { config }, ...named }, asker) {
      const repository = visible(state, named, asker);
      const hook = { id: (hooks += 1), url: found(config.url), secret: config.secret ?? '' };
      repository.hooks.push(hook);
      return presentHook(hook);
    },
    repoEditHook({ id, body: { config }, ...named }, asker) {
      const hook = found(visible(state, named, asker).hooks.find((one) => one.id === id));
      return presentHook(Object.assign(hook, config.url === undefined ? {} : { url: config.url }));
    },
    repoDeleteHook({ id, ...named }, asker) {
      const repository = visible(state, named, asker);
      found(repository.hooks.find((one) => one.id === id));
      repository.hooks = repository.hooks.filter((one) => one.id !== id);
    },
    repoGetRepoPermissions({ collaborator, ...named }, asker) {
      return { permission: visible(state, named, asker).members[collaborator] ?? 'none' };
    },
    repoAddCollaborator({ collaborator, body: { permission }, ...named }, asker) {
      visible(state, named, asker).members[collaborator] = permission;
    },
    repoCreateStatus({ sha, body, ...named }, asker) {
      const { statuses } = visible(state, named, asker);
      statuses.push({ sha, ...body });
      return presentStatus({ sha, ...body }, statuses.length - 1);
    },
    repoListStatusesByRef({ ref, query, ...named }, asker) {
      const { statuses } = visible(state, named, asker);
      const shown = statuses.map((status, index) => ({ sha: status.sha, status: presentStatus(status, index) }));
      return pageOf(shown.filter(({ sha }) => sha === ref).toReversed(), query, asker).map(({ status }) => status);
    },
  };
}
