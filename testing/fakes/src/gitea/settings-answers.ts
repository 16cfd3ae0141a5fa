import type * as gitea from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { found } from '../found.ts';
import type { Answers, Asker } from '../operations/answers.ts';
import { pageOf } from '../paging.ts';
import { permissionsOf, signedIn } from '../rights.ts';
import { hasRef, presentHook, presentStatus, userOf, type FakeRepository } from './repository.ts';
import { changeable, visible, type ForgeState } from './state.ts';

interface Named {
  owner: string;
  repo: string;
}

/** What others set in a repository: webhooks, collaborators, statuses of commits. */
export function settingsAnswers(state: ForgeState): Answers<typeof gitea> {
  let hooks = 0;
  const administered = (named: Named, asker: Asker) => changeable(state, named, { asker, right: 'admin' });
  return {
    repoListHooks({ query, ...named }, asker) {
      return pageOf(administered(named, asker).hooks, query, asker).map(presentHook);
    },
    repoCreateHook({ body: { type: _gitea, config, deliver_earlier: _told, ...body }, ...named }, asker) {
      const repository = administered(named, asker);
      const hook = { id: (hooks += 1), ...body, url: urlOf(config.url), secret: config.secret ?? '', content_type: config.content_type };
      repository.hooks.push(hook);
      return presentHook(hook);
    },
    repoEditHook({ id, body: { config, ...body }, ...named }, asker) {
      const hook = found(administered(named, asker).hooks.find((one) => one.id === id));
      const { url = hook.url, secret = hook.secret, content_type = hook.content_type } = config ?? {};
      return presentHook(Object.assign(hook, body, { url: urlOf(url), secret, content_type }));
    },
    repoGetHook: ({ id, ...named }, asker) => presentHook(found(administered(named, asker).hooks.find((one) => one.id === id))),
    repoDeleteHook({ id, ...named }, asker) {
      const repository = administered(named, asker);
      found(repository.hooks.find((one) => one.id === id));
      repository.hooks = repository.hooks.filter((one) => one.id !== id);
    },
    repoGetRepoPermissions({ collaborator, ...named }, asker) {
      const repository = visible(state, named, asker);
      const login = signedIn(state, asker);
      if (login !== collaborator && !permissionsOf(repository, login).admin) throw new MosaicError('forbidden', 'This needs admin.');
      const permission = levelOf(repository, collaborator);
      return { permission, role_name: permission, user: userOf(collaborator) };
    },
    repoAddCollaborator({ collaborator, body: { permission }, ...named }, asker) {
      const { members } = administered(named, asker);
      const known = [...state.logins.values()];
      if (known.length > 0 && !known.includes(collaborator)) throw new MosaicError('invalid_input', `There is no user ${collaborator}.`);
      members[collaborator] = permission;
    },
    repoCreateStatus({ sha, body, ...named }, asker) {
      const repository = changeable(state, named, { asker, right: 'push' });
      const { statuses } = repository;
      found(hasRef(repository, sha) || undefined);
      const status = { sha, ...body, creator: signedIn(state, asker) ?? 'mosaic' };
      statuses.push(status);
      return presentStatus(status, statuses.length - 1);
    },
    repoListStatusesByRef({ ref, query, ...named }, asker) {
      const repository = visible(state, named, asker);
      found(hasRef(repository, ref) || undefined);
      const shown = repository.statuses.map((status, index) => ({ sha: status.sha, status: presentStatus(status, index) }));
      return pageOf(shown.filter(({ sha }) => sha === ref).toReversed(), query, asker).map(({ status }) => status);
    },
  };
}

function levelOf({ owner, members, private: isPrivate }: FakeRepository, login: string): string {
  return members[login] ?? (login === owner ? 'owner' : isPrivate ? 'none' : 'read');
}

function urlOf(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) throw new MosaicError('invalid_input', 'This is no address.');
  return url;
}
