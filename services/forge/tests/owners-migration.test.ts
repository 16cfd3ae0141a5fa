import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { openStore, type Migration } from '@mosaic/platform/db';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { isOnSqlite, openTestStore, type TestStore } from '@mosaic/testing/servers';

import { MIGRATIONS } from '../src/db/list.ts';
import { fillFormerStore, KEPT, keptRows } from './former-home.ts';

let stack = new Stack();
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  stack = new Stack();
});

async function formerStore(options?: {
  deliveries: number;
}): Promise<{ store: TestStore; before: Record<string, unknown>; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'forge-former-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const store = await openTestStore(join(folder, 'forge.db'));
  await fillFormerStore(store, options);
  return { store, before: await keptRows(store), folder };
}

const migrate = async ({ location }: TestStore, migrations: readonly Migration[]) =>
  (await openStore({ location, migrations, log: silentLog() }))[Symbol.asyncDispose]();

async function expectWhole(store: TestStore, before: Record<string, unknown>): Promise<void> {
  expect(await keptRows(store)).toEqual(before);
  for (const table of KEPT)
    expect(await store.rows(`select count(*) as total from ${table}`), table).toEqual([{ total: totalOf(before[table]) }]);
  const found = await store.rows(
    `select r.id, o.kind, o.principal_id, o.uid, o.name as owner, r.name, r.name_lower, r.description, r.private, r.next_issue, r.created_at
     from repositories r inner join owners o on o.id = r.owner_id order by r.id`,
  );
  const ada = { kind: 'user', principal_id: 'p-1', uid: 1, owner: 'Ada' };
  const bob = { kind: 'user', principal_id: 'p-2', uid: 2, owner: 'bob' };
  const same = { next_issue: 2, created_at: 1_000 };
  expect(found.map(numbersOf)).toEqual([
    { id: 1, ...ada, name: 'One', name_lower: 'one', description: 'about One', private: 0, ...same },
    { id: 2, ...ada, name: 'two', name_lower: 'two', description: 'about two', private: 1, ...same },
    { id: 3, ...bob, name: 'one', name_lower: 'one', description: 'about one', private: 0, ...same },
  ]);
  expect((await store.rows('select * from maintenance order by repository_id')).map(numbersOf)).toEqual(
    [1, 2, 3].map((repository_id) => ({ repository_id, started_at: 5, done_at: 5 })),
  );
}

const totalOf = (rows: unknown) => {
  const { length } = rows as unknown[];
  // PostgreSQL counts in text.
  return expect.toSatisfy((total: unknown) => Number(total) === length) as unknown;
};
/** PostgreSQL's driver has its own numbers as text. */
const numbersOf = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value]),
  );

const NEW_REPOSITORY = {
  state: 'ready',
  description: '',
  private: 0,
  archived: 0,
  empty: 1,
  default_branch: 'main',
  next_issue: 1,
  created_at: 1,
  updated_at: 1,
};

test('a store of the version before holds all that it held; numbers that were given out are not given again', async () => {
  const { store, before } = await formerStore();
  await migrate(store, MIGRATIONS);
  await expectWhole(store, before);
  await store.insert('repositories', { ...NEW_REPOSITORY, owner_id: 1, name: 'new', name_lower: 'new' });
  expect((await store.rows("select id from repositories where name = 'new'")).map(numbersOf)).toEqual([{ id: 5 }]);
  await expect(store.insert('repositories', { ...NEW_REPOSITORY, owner_id: 1, name: 'ONE', name_lower: 'one' })).rejects.toThrow();
  await expect(store.insert('maintenance', { repository_id: 99, started_at: 1, done_at: 1 })).rejects.toThrow();
});

test('each step may run twice, as after a kill before it was recorded', async () => {
  const { store, before } = await formerStore();
  const doubled = MIGRATIONS.map(({ name, steps }) =>
    name < '007' ? { name, steps } : { name, steps: steps.flatMap((step) => [step, step]) },
  );
  await migrate(store, doubled);
  await expectWhole(store, before);
});

test('with its owner everything goes, and nothing of anybody else', async () => {
  const { store } = await formerStore();
  await migrate(store, MIGRATIONS);
  await addPulls(store);
  await addTeams(store);
  await addFormerNames(store);
  const owned = await ownedTables(store);
  await store.rows("delete from owners where principal_id = 'p-1'");
  for (const { table, column } of owned) {
    const rows = await store.rows(`select ${column} as tie from ${table}`);
    const [left] = column === 'owner_id' ? [2] : table === 'push_commands' && column === 'push_id' ? ['push-3'] : [3];
    expect(
      rows.map(({ tie }) => (typeof left === 'number' ? Number(tie) : tie)),
      `${table}.${column}`,
    ).toEqual(rows.map(() => left));
    expect(rows.length, table).toBeGreaterThan(0);
  }
});

test('every column that names what a row belongs to is tied to it', async () => {
  const { store } = await formerStore();
  await migrate(store, MIGRATIONS);
  const owned = new Set((await ownedTables(store)).map(({ table, column }) => `${table}.${column}`));
  const columns = await store.rows(
    isOnSqlite()
      ? "select m.name as table_name, c.name as column_name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'"
      : `select table_name as table_name, column_name as column_name from information_schema.columns where table_schema = ${schemaOf(store)}`,
  );
  const named = columns.filter(({ column_name: column }) => /^(?:repository|owner|team|issue|label|hook|push)_id$/.test(String(column)));
  expect(named.length).toBeGreaterThan(15);
  expect(
    named.map(({ table_name: table, column_name: column }) => `${String(table)}.${String(column)}`).filter((one) => !owned.has(one)),
  ).toEqual([]);
});

/** As if people were organizations: what may belong to either. */
async function addTeams(store: TestStore): Promise<void> {
  const profile = { full_name: '', email: '', description: '', website: '', location: '', admins_change_teams: 0 };
  const may = { description: '', permission: 'read', units: '{}', all_repositories: 0, creates_repositories: 0, created_at: 1 };
  for (const owner_id of [1, 2]) {
    await store.insert('organizations', { owner_id, ...profile });
    await store.insert('organization_members', { owner_id, principal_id: 'p-9', uid: 9, login: 'eve', login_lower: 'eve', shown: 0 });
  }
  for (const [id, owner_id] of [
    [1, 1],
    [2, 1],
    [3, 2],
  ] as const) {
    await store.insert('teams', { id, owner_id, name: `team-${id}`, name_lower: `team-${id}`, ...may });
    await store.insert('team_members', { team_id: id, principal_id: 'p-9' });
    await store.insert('team_repositories', { team_id: id, repository_id: id });
  }
}

/** Former names, each of the owner that has the repository, and an offer of each. */
async function addFormerNames(store: TestStore): Promise<void> {
  for (const owner_id of [1, 2]) await store.insert('former_owner_names', { owner_id, name_lower: `once-${owner_id}` });
  const offer = { doer_uid: 1, doer: 'Ada', recipient_kind: 'user', recipient_uid: 9, recipient: 'eve', team_ids: '[]', let_read: 0 };
  for (const [repository_id, owner_id] of [
    [1, 1],
    [2, 1],
    [3, 2],
  ] as const) {
    await store.insert('former_repository_names', { owner_id, repository_id, name_lower: `once-${repository_id}` });
    await store.insert('repository_transfers', { repository_id, ...offer, created_at: 1 });
  }
}

/** What no store of the version before held. */
/** A pull request that was reviewed, and a key, in each repository. */
async function addPulls(store: TestStore): Promise<void> {
  for (const id of [1, 2, 3]) {
    const sides = { base_branch: 'main', head_repository_id: id, head_branch: 'topic', head_id: '1'.repeat(40), merge_base: '' };
    const facts = { mergeability: 'clean', conflicts: '[]', check_round: 1, additions: 0, deletions: 0, changed_files: 0 };
    await store.insert('pulls', { issue_id: id, repository_id: id, ...sides, ...facts, allow_maintainer_edit: 0 });
    await store.insert('pull_versions', { issue_id: id, head_id: '1'.repeat(40), actor: 'Ada', forced: 0, created_at: 1 });
    const wish = { base_branch: 'main', head_id: '1'.repeat(40), style: 'merge', title: '', body: '', deletes_branch: 0 };
    await store.insert('scheduled_merges', {
      issue_id: id,
      repository_id: id,
      ...wish,
      principal_id: 'p-9',
      login: 'eve',
      trace_id: '',
      created_at: 1,
    });
    const said = { reviewer_uid: 1, reviewer: 'Ada', state: 'COMMENT', body: '', commit_id: '', stale: 0, official: 0, dismissed: 0 };
    await store.insert('reviews', { issue_id: id, ...said, submitted_at: 1, updated_at: 1 });
    const place = {
      path: 'a',
      side: 'new',
      side_path: 'a',
      line: 1,
      commit_id: '',
      base_id: '',
      diff_hunk: '',
      resolver_uid: null,
      resolver: null,
    };
    await store.insert('review_comments', { comment_id: id, review_id: id, ...place });
    const applied = { applying_push_id: 'p', commit_id: '', applier_uid: 1, applier: 'Ada', applied_at: 1 };
    await store.insert('applied_suggestions', { comment_id: id, position: 0, ...applied });
    const key = {
      principal_id: null,
      uid: 0,
      login: '',
      title: 'robot',
      fingerprint: `SHA256:${id}`,
      line: '',
      created_at: 1,
      used_at: null,
    };
    await store.insert('ssh_keys', key);
    await store.insert('deploy_keys', { key_id: id, repository_id: id, title: 'robot', read_only: 1, created_at: 1 });
    const rule = { repository_id: id, created_at: 1, updated_at: 1 };
    await store.insert('lfs_objects', { repository_id: id, oid: 'f'.repeat(64), size: 1, created_at: 1 });
    await store.insert('lfs_locks', { repository_id: id, path: 'a', path_key: 'a', principal_id: 'p-9', name: 'eve', locked_at: 1 });
    await store.insert('branch_rules', { ...rule, name: 'main', priority: 1, settings: '{}' });
    await store.insert('tag_rules', { ...rule, name_pattern: 'v*', people: '[]' });
    const text = { tag_name: 'v1', tag_lower: 'v1', target: '', title: '', body: '', searchable: '' };
    const state = { draft: 0, prerelease: 0, fresh: 0, author_uid: 1, author: 'Ada', tag_push_id: null, created_at: 1 };
    await store.insert('releases', { repository_id: id, ...text, ...state });
    const file = { name: 'a', size: 1, downloads: 0, state: 'ready', created_at: 1 };
    await store.insert('release_assets', { repository_id: id, release_id: id, uuid: `file-${id}`, ...file });
  }
}

const schemaOf = ({ location }: TestStore) => (location.dialect === 'postgres' ? 'current_schema()' : 'database()');

/** Columns whose rows go with the row that they name. */
async function ownedTables(store: TestStore): Promise<{ table: string; column: string }[]> {
  const rows = await store.rows(
    isOnSqlite()
      ? `select m.name as owned, f."from" as tie from sqlite_master m, pragma_foreign_key_list(m.name) f where m.type = 'table' and f.on_delete = 'CASCADE'`
      : `select k.table_name as owned, k.column_name as tie from information_schema.referential_constraints c
         inner join information_schema.key_column_usage k on k.constraint_name = c.constraint_name and k.constraint_schema = c.constraint_schema
         where c.delete_rule = 'CASCADE' and c.constraint_schema = ${schemaOf(store)}`,
  );
  return rows.map(({ owned, tie }) => ({ table: String(owned), column: String(tie) }));
}

test.runIf(isOnSqlite())('kill -9 amid the move: the next start goes on, and everything is there', { timeout: 60_000 }, async () => {
  const { store, before, folder } = await formerStore({ deliveries: 1_000 });
  if (store.location.dialect !== 'sqlite') return;
  let cutShort = 0;
  for (const [round, delayMs] of [0, 5, 12, 25, 50].entries()) {
    await mkdir(join(folder, String(round)));
    const file = join(folder, String(round), 'forge.db');
    await copyFile(store.location.file, file);
    const child = spawn(process.execPath, [join(import.meta.dirname, 'migrate-process.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const told: string[] = [];
    child.stdout.on('data', (words: Buffer) => told.push(words.toString()));
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    child.kill('SIGKILL');
    await once(child, 'exit');
    if (!told.join('').includes('done')) cutShort += 1;
    const copy = await openTestStore(file);
    await migrate(copy, MIGRATIONS);
    await expectWhole(copy, before);
  }
  expect(cutShort).toBeGreaterThan(0);
});
