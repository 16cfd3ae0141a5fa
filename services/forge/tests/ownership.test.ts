import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  issueCreateComment,
  issueCreateIssue,
  repoAddCollaborator,
  repoCreateStatus,
  repoDelete,
  userListRepos,
} from '@mosaic/contracts/gitea';
import { eventData, repositoryModified } from '@mosaic/contracts/mosaic';
import { openStore } from '@mosaic/platform/db';
import { silentLog } from '@mosaic/platform/log';

import { MIGRATIONS } from '../src/db/list.ts';
import type { ForgeTables } from '../src/db/schema.ts';
import { unlessDeleted } from '../src/repositories/deleted-meanwhile.ts';
import { addHook, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let forge: ForgeHarness;
beforeAll(async () => {
  forge = await startForge();
});
afterAll(() => forge[Symbol.asyncDispose]());

const names = async (token: string, username: string) =>
  (await forge.as(token).call(userListRepos, { username })).map(({ full_name: name }) => name).toSorted();

test('an owner is one row, whatever they own; one who comes under another login takes all with them', async () => {
  const ada = forge.as(TOKENS.ada);
  for (const name of ['first', 'second']) await ada.createRepository({ name });
  expect((await forge.store.rows('select kind, principal_id, name from owners')).length).toBe(1);
  // As if accounts had known them as "countess" until now.
  await forge.store.rows("update owners set name = 'Countess', name_lower = 'countess'");
  expect(await names(TOKENS.ada, 'countess')).toEqual(['Countess/first', 'Countess/second']);
  expect([await ada.getRepository('ada', 'first'), (await ada.getRepository('COUNTESS', 'first'))?.full_name]).toEqual([
    null,
    'Countess/first',
  ]);
  const before = (await forge.events()).at(-1)?.seq ?? 0;
  await ada.createRepository({ name: 'third' });
  expect(await names(TOKENS.ada, 'ada')).toEqual(['ada/first', 'ada/second', 'ada/third']);
  await expect(names(TOKENS.ada, 'countess')).rejects.toMatchObject({ status: 404 });
  const told = (await forge.events(before)).filter(({ type }) => type === 'dev.cdevents.repository.modified');
  expect(told.map((event) => eventData(repositoryModified, event).repository).toSorted()).toEqual(['ada/first', 'ada/second']);
});

test('a deleted repository takes all its rows with it, and nobody else’s', async () => {
  const ada = forge.as(TOKENS.ada);
  for (const name of ['gone', 'left']) {
    const given = { owner: 'ada', repo: name };
    await ada.createRepository({ name, auto_init: true });
    const { number: index } = await ada.call(issueCreateIssue, { ...given, body: { title: 'Bug', labels: ['bug'], assignees: ['ada'] } });
    await ada.call(issueCreateComment, { ...given, index, body: { body: 'Same here' } });
    await ada.call(repoCreateStatus, { ...given, sha: 'main', body: { state: 'success', context: 'ci' } });
    await ada.call(repoAddCollaborator, { ...given, collaborator: 'bob', body: { permission: 'read' } });
    await addHook(ada, `ada/${name}`, { url: 'https://example.com/hook' });
  }
  const counts = async () =>
    Object.fromEntries(
      await Promise.all(
        [
          'collaborators',
          'statuses',
          'pushes',
          'push_commands',
          'hooks',
          'issues',
          'labels',
          'comments',
          'issue_labels',
          'issue_assignees',
        ].map(async (table) => [table, Number((await forge.store.rows(`select count(*) as total from ${table}`))[0]?.['total'])] as const),
      ),
    );
  const both = await counts();
  expect(Object.values(both).every((total) => total >= 2 && total % 2 === 0)).toBe(true);
  await ada.call(repoDelete, { owner: 'ada', repo: 'gone' });
  expect(await counts()).toEqual(Object.fromEntries(Object.entries(both).map(([table, total]) => [table, total / 2])));
});

test('what is written into a repository that is deleted at the same moment is written or not found, and is no fault of ours', async () => {
  const ada = forge.as(TOKENS.ada);
  const statuses = new Set<number>();
  for (let round = 0; round < 5; round++) {
    const given = { owner: 'ada', repo: `brief-${round}` };
    await ada.createRepository({ name: given.repo, auto_init: true });
    const write = (path: string, body: object) =>
      forge.send(TOKENS.ada)({ method: 'POST', path: `/api/v1/repos/ada/${given.repo}${path}`, body });
    const writes = Array.from({ length: 6 }, (_, at) =>
      at % 2 === 0
        ? write(issueCreateIssue.path.slice('/repos/{owner}/{repo}'.length), { title: 'x' })
        : write('/statuses/main', { state: 'success', context: 'ci' }),
    );
    const [, ...answers] = await Promise.all([ada.call(repoDelete, given), ...writes]);
    for (const answer of answers) {
      statuses.add(answer.status);
      await answer.discard();
    }
  }
  expect([...statuses].filter((status) => status !== 201 && status !== 404)).toEqual([]);
  await using store = await openStore<ForgeTables>({ location: forge.store.location, migrations: MIGRATIONS, log: silentLog() });
  const label = { repository_id: 1_000_000, name: 'bug', color: 'ff0000' };
  await expect(unlessDeleted(store.transact(({ db }) => db.insertInto('labels').values(label).execute()))).rejects.toMatchObject({
    code: 'not_found',
  });
});
