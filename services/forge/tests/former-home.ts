import type { Migration } from '@mosaic/platform/db';
import { openStore } from '@mosaic/platform/db';
import { silentLog } from '@mosaic/platform/log';
import type { TestStore } from '@mosaic/testing/servers';

import { MIGRATIONS } from '../src/db/list.ts';

/** Migrations of the last shape in which each repository bore its owner's name. */
const FORMER: readonly Migration[] = MIGRATIONS.slice(
  0,
  MIGRATIONS.findIndex(({ name }) => name === '007-owners'),
);

/** Tables whose rows are the same before and after. */
export const KEPT = [
  'collaborators',
  'statuses',
  'pushes',
  'push_commands',
  'hooks',
  'deliveries',
  'issues',
  'labels',
  'comments',
  'issue_labels',
  'issue_assignees',
] as const;

const OWNERS = { ada: { owner_id: 'p-1', owner_uid: 1, owner: 'Ada' }, bob: { owner_id: 'p-2', owner_uid: 2, owner: 'bob' } };
const AT = { created_at: 1_000, updated_at: 2_000 };

/**
 * A store as the version before wrote it: repositories 1 to 3 of two people with all that may belong to them, and traces of a
 * fourth that was deleted while something was added to it.
 */
export async function fillFormerStore(store: TestStore, { deliveries = 3 }: { deliveries?: number } = {}): Promise<void> {
  await (await openStore({ location: store.location, migrations: FORMER, log: silentLog() }))[Symbol.asyncDispose]();
  const names = [
    ['ada', 'One'],
    ['ada', 'two'],
    ['bob', 'one'],
    ['bob', 'gone'],
  ] as const;
  for (const [at, [login, name]] of names.entries()) {
    const owner = OWNERS[login];
    await store.insert('repositories', {
      ...owner,
      ...AT,
      state: 'ready',
      owner_lower: owner.owner.toLowerCase(),
      name,
      full_lower: `${owner.owner}/${name}`.toLowerCase(),
      description: `about ${name}`,
      private: at % 2,
      archived: 0,
      empty: 1,
      default_branch: 'main',
      next_issue: 2,
    });
  }
  for (const repository_id of [1, 2, 3, 4]) await fillRepository(store, repository_id, deliveries);
  await store.rows('delete from repositories where id = 4');
}

async function fillRepository(store: TestStore, repository_id: number, deliveries: number): Promise<void> {
  const id = repository_id;
  const by = { author_uid: 1, author: 'Ada' };
  await store.insert('collaborators', {
    repository_id,
    principal_id: 'p-3',
    uid: 3,
    login: 'Eve',
    login_lower: 'eve',
    permission: 'write',
  });
  await store.insert('pushes', {
    id: `push-${id}`,
    repository_id,
    kind: 'git',
    state: 'settled',
    actor_uid: 1,
    actor: 'Ada',
    trace_id: 't',
    started_at: 1,
    settled_at: Date.now(),
  });
  await store.insert('push_commands', {
    push_id: `push-${id}`,
    position: 0,
    repository_id,
    ref: 'refs/heads/main',
    before_id: '0'.repeat(40),
    after_id: '1'.repeat(40),
    outcome: 'moved',
  });
  await store.insert('hooks', {
    repository_id,
    url: 'https://example.com/hook',
    secret: '',
    content_type: 'json',
    events: '["push"]',
    branch_filter: '',
    active: 0,
    ...AT,
  });
  await store.insert(
    'deliveries',
    ...Array.from({ length: deliveries }, (_, at) => ({
      id: `delivery-${id}-${at}`,
      hook_id: id,
      repository_id,
      event_id: `event-${at}`,
      event: 'push',
      trace_id: 't',
      payload: 'x'.repeat(1_000),
      state: 'delivered',
      attempts: 1,
      next_at: 0,
      status: 200,
      response: 'ok',
      created_at: 1,
      finished_at: Date.now(),
    })),
  );
  await store.insert('statuses', {
    repository_id,
    sha: '1'.repeat(40),
    context: 'ci',
    state: 'success',
    description: '',
    target_url: '',
    creator_uid: 1,
    creator: 'Ada',
    created_at: 3,
  });
  const text = { title: 'Bug', body: 'It is broken', searchable: 'bug\nit is broken' };
  await store.insert('issues', { repository_id, number: 1, ...text, state: 'open', ...by, comments: 1, ...AT, closed_at: null, due_at: 9 });
  await store.insert('comments', { issue_id: id, repository_id, body: 'Same here', ...by, ...AT });
  await store.insert('labels', { repository_id, name: 'bug', color: 'ff0000' });
  await store.insert('issue_labels', { issue_id: id, label_id: id });
  await store.insert('issue_assignees', { issue_id: id, uid: 1, login: 'Ada', login_lower: 'ada' });
  await store.insert('upkeep', { repository_id, started_at: 5, done_at: 5 });
}

/** Every row that is to be there afterwards too, by table. */
export async function keptRows(store: TestStore): Promise<Record<string, unknown>> {
  const found = await Promise.all(
    KEPT.map(
      async (table) =>
        [table, await store.rows(`select * from ${table} where ${OF_THE_LIVING[table] ?? 'repository_id < 4'} order by 1, 2`)] as const,
    ),
  );
  return Object.fromEntries(found);
}

const OF_THE_LIVING: Partial<Record<(typeof KEPT)[number], string>> = { issue_labels: 'issue_id < 4', issue_assignees: 'issue_id < 4' };
