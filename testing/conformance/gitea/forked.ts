import { createFork, repoDelete } from '@mosaic/contracts/gitea';

import type { Home } from './target.ts';

/** A fork of the other developer's, gone when the case ends. */
export async function forked({ at, owner, other }: Home, name = '', members = {}) {
  const login = at.owner === 'ada' ? 'bob' : 'ada';
  const fork = await other.call(createFork, { ...at, body: { ...(name === '' ? {} : { name }), ...members } });
  const place = { owner: login, repo: fork.name };
  return { at, owner, other, fork, place, [Symbol.asyncDispose]: async () => void (await other.respond(repoDelete, place)) };
}
