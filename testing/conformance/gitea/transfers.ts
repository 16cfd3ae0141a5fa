import { expect } from 'vitest';

import {
  acceptRepoTransfer,
  createCurrentUserRepo,
  rejectRepoTransfer,
  repoAddCollaborator,
  repoDelete,
  repoEdit,
  repoGet,
  repoListTeams,
  repoTransfer,
} from '@mosaic/contracts/gitea';

import { found, teamOf } from './organization.ts';
import { requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

const give = ({ owner, at }: Home, new_owner: string) => owner.call(repoTransfer, { ...at, body: { new_owner } });
const otherOf = ({ at }: Home): string => (at.owner === 'ada' ? 'bob' : 'ada');

/** What is at another owner's now goes with the case. */
async function removed(target: GiteaTarget, owner: string, repo: string): Promise<void> {
  await target.root.call(repoDelete, { owner, repo });
}

requirement('gitea.transfers.waits', async (target) => {
  for (const home of await target.homes()) {
    const { at, owner, other } = home;
    const { id } = await owner.call(repoGet, at);
    expect(await give(home, otherOf(home))).toMatchObject({ id, full_name: `${at.owner}/${at.repo}` });
    expect(await owner.call(repoGet, at)).toMatchObject({
      repo_transfer: { doer: { login: at.owner }, recipient: { login: otherOf(home) } },
    });
    expect(await other.call(acceptRepoTransfer, at)).toMatchObject({ id, full_name: `${otherOf(home)}/${at.repo}` });
    expect(await other.call(repoGet, { owner: otherOf(home), repo: at.repo })).toMatchObject({ repo_transfer: null });
    await removed(target, otherOf(home), at.repo);
  }
});

requirement('gitea.transfers.rejected', async (target) => {
  for (const home of await target.homes()) {
    await give(home, otherOf(home));
    expect(await home.other.call(rejectRepoTransfer, home.at)).toMatchObject({ full_name: `${home.at.owner}/${home.at.repo}` });
    expect(await home.owner.call(repoGet, home.at)).toMatchObject({ repo_transfer: null });
    expect(await home.other.refusal(acceptRepoTransfer, home.at)).toBe(404);
  }
});

requirement('gitea.transfers.direct', async (target) => {
  const org = await found(target);
  const teams = [await teamOf(target, org, ['bob']), await teamOf(target, org, ['bob'])];
  for (const team of teams) {
    const { at, owner } = await target.home();
    expect(await owner.call(repoTransfer, { ...at, body: { new_owner: org, team_ids: [team.id] } })).toMatchObject({
      full_name: `${org}/${at.repo}`,
    });
    expect((await owner.call(repoListTeams, { owner: org, repo: at.repo })).map(({ name }) => name)).toContain(team.name);
    await removed(target, org, at.repo);
  }
});

requirement('gitea.transfers.409', async (target) => {
  const home = await target.home();
  await give(home, 'bob');
  expect(await home.owner.refusal(repoTransfer, { ...home.at, body: { new_owner: 'eve' } })).toBe(409);
});

requirement('gitea.transfers.422', async (target) => {
  const home = await target.home();
  const { at, owner } = home;
  const team = await teamOf(target, await found(target), []);
  expect(await owner.refusal(repoTransfer, { ...at, body: { new_owner: 'bob', team_ids: [team.id] } })).toBe(422);
  await target.bob.call(createCurrentUserRepo, { body: { name: at.repo } });
  expect(await owner.refusal(repoTransfer, { ...at, body: { new_owner: 'bob' } })).toBe(422);
  await removed(target, 'bob', at.repo);
});

requirement('gitea.transfers.403', async (target) => {
  const home = await target.home();
  await home.owner.call(repoAddCollaborator, { ...home.at, collaborator: 'bob', body: { permission: 'admin' } });
  expect(await home.other.refusal(repoTransfer, { ...home.at, body: { new_owner: 'bob' } })).toBe(403);
  await give(home, 'eve');
  expect(await home.other.refusal(acceptRepoTransfer, home.at)).toBe(403);
  expect(await home.other.refusal(rejectRepoTransfer, home.at)).toBe(403);
});

requirement('gitea.transfers.404', async (target) => {
  const home = await target.home();
  expect(await home.owner.refusal(repoTransfer, { ...home.at, body: { new_owner: target.word() } })).toBe(404);
  expect(await home.other.refusal(acceptRepoTransfer, home.at)).toBe(404);
  expect(await home.other.refusal(rejectRepoTransfer, home.at)).toBe(404);
});

/** What an address answers without following it. */
async function asked(target: GiteaTarget, { owner, repo }: Home['at'], rest = '') {
  const { status, headers } = await target.send('ada')({ method: 'GET', path: `/api/v1/repos/${owner}/${repo}${rest}` });
  return { status, to: headers['location'] };
}

requirement('gitea.transfers.former.api', async (target) => {
  const { at, owner } = await target.home();
  const name = target.word();
  await owner.call(repoEdit, { ...at, body: { name } });
  expect(await asked(target, at, '/branches?limit=1')).toEqual({ status: 301, to: `/api/v1/repos/ada/${name}/branches?limit=1` });
  const org = await found(target);
  await owner.call(repoTransfer, { owner: 'ada', repo: name, body: { new_owner: org } });
  expect(await asked(target, { owner: 'ada', repo: name })).toEqual({ status: 301, to: `/api/v1/repos/${org}/${name}` });
  expect(await asked(target, at)).toEqual({ status: 301, to: `/api/v1/repos/${org}/${name}` });
  await removed(target, org, name);
  expect(await asked(target, at)).toMatchObject({ status: 404 });
});

requirement('gitea.transfers.former.git', async (target) => {
  const home = await target.home();
  const { git, commit } = await target.clone(home);
  const name = target.word();
  await home.owner.call(repoEdit, { ...home.at, body: { name } });
  const id = await commit({ 'a.txt': 'a' }, 'a');
  await git('push', '-q', 'origin', 'main');
  expect(await git('ls-remote', 'origin', 'main')).toContain(id);
});

requirement('gitea.transfers.former.taken', async (target) => {
  const home = await target.home();
  const name = target.word();
  const { id } = await home.owner.call(repoEdit, { ...home.at, body: { name } });
  const { id: later } = await home.owner.call(createCurrentUserRepo, { body: { name: home.at.repo } });
  expect([(await home.owner.call(repoGet, home.at)).id, (await home.owner.call(repoGet, { ...home.at, repo: name })).id]).toEqual([
    later,
    id,
  ]);
  await removed(target, 'ada', home.at.repo);
  expect(await asked(target, home.at)).toMatchObject({ status: 404 });
});
