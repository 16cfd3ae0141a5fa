import { afterAll, describe, expect, it } from 'vitest';

import { issueEditIssue } from '@mosaic/contracts/gitea';
import { openStore, type Migration, type StoreLocation } from '@mosaic/platform/db';
import { silentLog } from '@mosaic/platform/log';
import { storeEngines } from '@mosaic/testing/servers';

import { MIGRATIONS } from '../src/db/list.ts';
import type { ForgeTables } from '../src/db/schema.ts';
import { IssueReader } from '../src/issues/issue-reader.ts';
import { TOKENS, commit, runGit, startForge } from './harness.ts';

/** What is written, how it is looked for, and whether it is found. */
const CASES = [
  ['Привет, мир', 'пРИВЕТ', true],
  ['ΑΘΗΝΑ', 'αθηνα', true],
  ['Grüße', 'GRÜ', true],
  ['Straße', 'STRASSE', false],
  ['Ångström', 'åNGSTRÖM', true],
  ['plain Words', 'PLAIN words', true],
  ['100%_done!', '100%_DONE!', true],
  ['100 done', '100%done', false],
  ['日本語', '日本', true],
] as const;

const REPOSITORY = {
  state: 'ready',
  owner_id: 'p-1',
  owner_uid: 1,
  owner: 'ada',
  owner_lower: 'ada',
  name: 'words',
  full_lower: 'ada/words',
  description: '',
  private: 0,
  archived: 0,
  empty: 1,
  default_branch: 'main',
  next_issue: 451,
  created_at: 1,
  updated_at: 1,
};

const engines = storeEngines();
afterAll(async () => {
  for (const engine of engines) await engine[Symbol.asyncDispose]();
});

describe.each(engines)('issues on $dialect', (engine) => {
  const open = (location: StoreLocation, migrations: readonly Migration[]) =>
    openStore<ForgeTables>({ location, migrations, log: silentLog() });

  it.skipIf(engine.missing !== null)('that were there before are found in any case', async () => {
    const location = await engine.location();
    {
      await using store = await open(
        location,
        MIGRATIONS.filter(({ name }) => name < '003'),
      );
      const rows = Array.from({ length: 450 }, (_, index) => ({
        repository_id: 1,
        number: index + 1,
        title: CASES[index]?.[0] ?? 'filler',
        body: `Body ${index} ЖУК`,
        state: 'open' as const,
        author_uid: 1,
        author: 'ada',
        comments: 0,
        created_at: 1,
        updated_at: 1,
        closed_at: null,
      }));
      // The rows of an older version, as its columns were.
      await store.transact(async ({ db }) => {
        await db
          .insertInto('repositories')
          .values(REPOSITORY as never)
          .execute();
        await db
          .insertInto('issues')
          .values(rows as never)
          .execute();
      });
    }
    await using store = await open(location, MIGRATIONS);
    const reader = new IssueReader(store);
    const list = (q: string) => reader.list(1, { state: 'all', labels: [], q, offset: 0, limit: 10 });
    for (const [index, [title, q, isFound]] of CASES.entries()) {
      const { items } = await list(q);
      expect([q, items.map(({ number }) => number)]).toEqual([q, isFound ? [index + 1] : []]);
      expect(title).not.toBe('');
    }
    expect((await list('жук')).total).toBe(450);
  });
});

describe('one rule of case', () => {
  it('holds for issues and for files', async () => {
    await using bench = await startForge();
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'words' });
    const work = await bench.workspace('ada/words', TOKENS.ada);
    await commit(work, Object.fromEntries(CASES.map(([text], index) => [`${index}.txt`, `${text}\n`])));
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    for (const [title] of CASES)
      await ada
        .createIssue('ada', 'words', { title: 'draft' })
        .then(({ number }) => ada.call(issueEditIssue, { owner: 'ada', repo: 'words', index: number, body: { title } }));
    await ada.createIssue('ada', 'words', { title: 'Body only', body: 'Ёлка' });
    const get = async (path: string) => (await bench.send(TOKENS.ada)({ method: 'GET', path })).json();
    for (const [index, [, q, isFound]] of CASES.entries()) {
      const issues = (await get(`/api/v1/repos/ada/words/issues?q=${encodeURIComponent(q)}`)) as { number: number }[];
      const { matches } = (await get(`/-/repositories/ada/words/search?q=${encodeURIComponent(q)}`)) as { matches: { path: string }[] };
      expect([q, issues.map(({ number }) => number)]).toEqual([q, isFound ? [index + 1] : []]);
      expect([q, matches.map(({ path }) => path)]).toEqual([q, isFound ? [`${index}.txt`] : []]);
    }
    expect((await get(`/api/v1/repos/ada/words/issues?q=${encodeURIComponent('ёЛКА')}`)) as unknown[]).toHaveLength(1);
    expect((await get('/api/v1/repos/ada/words/issues?q=draft')) as unknown[]).toHaveLength(0);
  });
});
