import { expect } from 'vitest';
import type { z } from 'zod';

import { deleteRepoSecret, getRepoSecret, getRepoSecrets, patchRepoSecret, postRepoSecrets } from '@mosaic/contracts/woodpecker';

import { departure, requirement } from './suite.ts';
import type { Home, WoodpeckerTarget } from './target.ts';

type NewSecret = z.input<typeof postRepoSecrets.body>;

const PLAIN: NewSecret = { name: 'token', value: 'a-long-value', events: ['push'] };
const add = ({ ada }: WoodpeckerTarget, { id }: Home, body: Partial<NewSecret> = {}) =>
  ada.call(postRepoSecrets, { repo_id: id, body: { ...PLAIN, ...body } });

requirement('woodpecker.secrets.create.200', async (target) => {
  for (const home of [await target.home(), await target.home()]) {
    const bodies: NewSecret[] = [
      { name: 'one', value: 'first-value', events: ['push'], images: ['bash'], note: 'For the registry.' },
      { name: 'two', value: 'second-value', events: ['manual', 'tag'], images: ['bash', 'node'], note: 'For the site.' },
    ];
    for (const body of bodies) {
      const { value: _hidden, ...shown } = body;
      expect(await add(target, home, body)).toMatchObject(shown);
    }
    const { status, answer } = await target.ada.respond(getRepoSecrets, { repo_id: home.id });
    expect([status, JSON.stringify(answer)]).toEqual([200, expect.not.stringContaining('-value')]);
  }
});

requirement('woodpecker.secrets.create.400', async (target) => {
  const { id } = await target.home();
  const refused = async (body: object) => target.ada.refusal(postRepoSecrets, { repo_id: id, body: { ...PLAIN, ...body } });
  expect([await refused({ value: '' }), await refused({ name: '' }), await refused({ events: ['never'] })]).toEqual([400, 400, 400]);
  expect(await target.ada.call(getRepoSecrets, { repo_id: id })).toEqual([]);
});
departure(
  'woodpecker.secrets.create.400',
  'Upstream answers 422 for these and 400 for the rest of what it cannot read; here it is 400 throughout.',
);

requirement('woodpecker.secrets.create.taken', async (target) => {
  const home = await target.home();
  await add(target, home);
  expect(await target.ada.refusal(postRepoSecrets, { repo_id: home.id, body: PLAIN })).toBe(409);
});
departure('woodpecker.secrets.create.taken', 'Upstream answers 500.');

requirement('woodpecker.secrets.create.403', async (target) => {
  const { id } = await target.home();
  expect(await target.bob.refusal(postRepoSecrets, { repo_id: id, body: PLAIN })).toBe(403);
});
departure('woodpecker.secrets.create.403', 'Upstream answers 404, as for a repository that is hidden, to those who may read it.');

requirement('woodpecker.secrets.list.pages', async (target) => {
  for (const home of [await target.home(), await target.home()]) {
    for (const name of ['one', 'three', 'two']) await add(target, home, { name });
    const list = async (query: z.input<typeof getRepoSecrets.query> = {}) =>
      (await target.ada.call(getRepoSecrets, { repo_id: home.id, query })).map(({ name }) => name);
    const all = await list();
    expect(all.toSorted()).toEqual(['one', 'three', 'two']);
    expect([await list({ page: 1, perPage: 2 }), await list({ page: 2, perPage: 2 }), await list({ page: 3, perPage: 1 })]).toEqual([
      all.slice(0, 2),
      all.slice(2),
      all.slice(2),
    ]);
  }
});

requirement('woodpecker.secrets.list.403', async (target) => {
  const { id } = await target.home();
  expect(await target.bob.refusal(getRepoSecrets, { repo_id: id })).toBe(403);
});
departure('woodpecker.secrets.list.403', 'Upstream answers 404, as for a repository that is hidden, to those who may read it.');

requirement('woodpecker.secrets.get.200', async (target) => {
  for (const home of [await target.home(), await target.home()])
    for (const name of ['one', 'two']) {
      const made = await add(target, home, { name });
      expect(await target.ada.call(getRepoSecret, { repo_id: home.id, secretName: name })).toEqual(made);
    }
});

requirement('woodpecker.secrets.get.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(getRepoSecret, { repo_id: id, secretName: 'absent' })).toBe(404);
});

requirement('woodpecker.secrets.edit.200', async (target) => {
  for (const home of [await target.home(), await target.home()])
    for (const name of ['one', 'two']) {
      await add(target, home, { name, images: ['bash'], note: 'kept' });
      const changes: z.input<typeof patchRepoSecret.body>[] = [
        { value: 'another-value' },
        { value: 'a-third-value' },
        { events: ['manual'] },
        { events: ['manual', 'tag'] },
        { images: ['node'] },
        { images: [] },
        { note: 'changed' },
        { note: '' },
      ];
      let shown: object = { name, events: ['push'], images: ['bash'], note: 'kept' };
      for (const change of changes) {
        const { value: _hidden, ...seen } = change;
        shown = { ...shown, ...seen };
        expect(await target.ada.call(patchRepoSecret, { repo_id: home.id, secretName: name, body: change })).toMatchObject(shown);
        expect(await target.ada.call(getRepoSecret, { repo_id: home.id, secretName: name })).toMatchObject(shown);
      }
    }
});

requirement('woodpecker.secrets.edit.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(patchRepoSecret, { repo_id: id, secretName: 'absent', body: { note: 'x' } })).toBe(404);
});

requirement('woodpecker.secrets.delete.204', async (target) => {
  for (const home of [await target.home(), await target.home()])
    for (const name of ['one', 'two']) {
      await add(target, home, { name });
      await target.ada.call(deleteRepoSecret, { repo_id: home.id, secretName: name });
      expect(await target.ada.call(getRepoSecrets, { repo_id: home.id })).toEqual([]);
    }
});

requirement('woodpecker.secrets.delete.404', async (target) => {
  const { id } = await target.home();
  expect(await target.ada.refusal(deleteRepoSecret, { repo_id: id, secretName: 'absent' })).toBe(404);
});
