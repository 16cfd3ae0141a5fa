import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import type { Send } from '@mosaic/contracts/wire';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { SERVICES } from './services.ts';

const ROOT = join(import.meta.dirname, '../..');

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mosaic-recoverers-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** What a stopped service left, of which a case makes one item damaged and another whole. */
interface Left {
  rows: DatabaseSync;
  /** The service's folder of files. */
  files: string;
  /** What was asked of neighbours, as "GET /path". */
  asked: string[];
}

interface Case {
  leave(left: Left): void;
  /** Whether the whole item was dealt with at the start. */
  isDealtWith(left: Left): boolean;
}

/** Adds a row; what is not named is empty. */
function insert(rows: DatabaseSync, table: string, values: Record<string, string | number>): void {
  const columns = rows.prepare(`pragma table_info(${table})`).all() as {
    name: string;
    type: string;
    notnull: number;
    dflt_value: unknown;
  }[];
  const given = columns.filter(({ name, notnull, dflt_value: known }) => name in values || (notnull === 1 && known === null));
  const row = given.map(({ name, type }) => values[name] ?? (/int/i.test(type) ? 0 : ''));
  rows
    .prepare(`insert into ${table} (${given.map(({ name }) => name).join(', ')}) values (${given.map(() => '?').join(', ')})`)
    .run(...row);
}

const damage = (rows: DatabaseSync, event: string, condition: string) =>
  rows.exec(`create trigger damaged before ${event} when ${condition} begin select raise(abort, 'damaged'); end`);

function repository({ rows, files }: Left, id: number): string {
  if (count(rows, 'owners') === 0) insert(rows, 'owners', { id: 1, kind: 'user', name: 'ada', name_lower: 'ada' });
  insert(rows, 'repositories', {
    id,
    owner_id: 1,
    name: `r${id}`,
    name_lower: `r${id}`,
    state: 'ready',
    default_branch: 'main',
    created_at: id,
  });
  const folder = join(files, `${id}.git`);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  return folder;
}

/** Folders of no repository; so many that the damaged one is not the last in whatever order they are listed. */
const STRAY = [20, 21, 22, 23, 24, 25, 26, 27];

const PUSHES: Case = {
  leave(left) {
    repository(left, 1);
    for (const id of ['first', 'second'])
      insert(left.rows, 'pushes', { id, repository_id: 1, kind: 'git', state: 'open', started_at: id === 'first' ? 1 : 2 });
    damage(left.rows, 'update on pushes', "old.id = 'first'");
  },
  isDealtWith: ({ rows }) => count(rows, "pushes where id = 'second' and state = 'settled'") === 1,
};

/** By the file that goes through the items: a case here, or the test of the service that is one. */
const CASES: Record<string, Case | { file: string; title: string }> = {
  'ci/src/queue/queue.ts': {
    file: 'ci/tests/recovery.test.ts',
    title: 'a workflow that cannot be dealt with at the start keeps neither the start nor the others',
  },
  'core/src/runs/durable-runs.ts': {
    file: 'core/tests/delivery.test.ts',
    title: 'a run whose row cannot be read keeps neither the start nor the others',
  },
  'mcp/src/tasks/lease-sweeper.ts': {
    file: 'mcp/tests/tasks.test.ts',
    title: 'a task that cannot be given back at the start keeps neither the start nor the others',
  },
  'ci/src/runner/clone-tokens.ts': {
    leave({ rows }) {
      for (const id of ['1', '2']) insert(rows, 'clone_tokens', { token_id: id, workflow_id: Number(id) });
      damage(rows, 'delete on clone_tokens', "old.token_id = '1'");
    },
    isDealtWith: ({ rows }) => count(rows, "clone_tokens where token_id = '2'") === 0,
  },
  'ci/src/repositories/activation.ts': {
    leave({ rows }) {
      for (const id of [1, 2]) insert(rows, 'repositories', { id, forge_id: id, owner: 'ada', name: `r${id}`, active: 1 });
    },
    // The forge answers no question about the first.
    isDealtWith: ({ asked }) => asked.includes('GET /api/v1/repositories/2'),
  },
  'ci/src/pipelines/pipeline-starter.ts': {
    leave({ rows }) {
      insert(rows, 'repositories', { id: 2, forge_id: 2, owner: 'ada', name: 'r2', active: 1 });
      // The first is of a repository that is not there.
      for (const id of [1, 2])
        insert(rows, 'pipelines', { id, repository_id: id === 1 ? 99 : 2, number: id, status: 'created', sha: 'abc' });
    },
    isDealtWith: ({ asked }) => asked.some((request) => request.startsWith('GET /api/v1/repos/ada/r2/')),
  },
  'forge/src/pushes/push-settlement.ts': PUSHES,
  'forge/src/pushes/push-ledger.ts': PUSHES,
  'forge/src/repositories/repository-folders.ts': {
    leave(left) {
      // A folder where a lock would be cannot be removed as one.
      mkdirSync(join(repository(left, 1), 'HEAD.lock'));
      for (const id of STRAY) mkdirSync(join(left.files, `${id}.git`));
    },
    isDealtWith: ({ files }) => STRAY.every((id) => !existsSync(join(files, `${id}.git`))),
  },
  'forge/src/pulls/pull-checker.ts': {
    leave(left) {
      repository(left, 1);
      for (const id of [1, 2]) {
        insert(left.rows, 'issues', { id, repository_id: 1, number: id, state: 'open' });
        insert(left.rows, 'pulls', { issue_id: id, repository_id: 1, base_branch: 'main', mergeability: 'checking', conflicts: '[]' });
      }
      damage(left.rows, 'update on pulls', 'old.issue_id = 1');
    },
    isDealtWith: ({ rows }) => count(rows, "pulls where issue_id = 2 and mergeability = 'failed'") === 1,
  },
  'forge/src/maintenance/maintenance.ts': {
    leave(left) {
      execFileSync('rm', ['-r', join(repository(left, 1), 'objects', 'pack')]);
      writeFileSync(join(left.files, '1.git', 'objects', 'pack'), '');
      writeFileSync(join(repository(left, 2), 'packed-refs.lock'), '');
      for (const id of [1, 2]) insert(left.rows, 'maintenance', { repository_id: id, started_at: 1, done_at: 0 });
    },
    isDealtWith: ({ files }) => !existsSync(join(files, '2.git', 'packed-refs.lock')),
  },
};

function count(rows: DatabaseSync, from: string): number {
  return (rows.prepare(`select count(*) as found from ${from}`).get() as { found: number }).found;
}

test('each that goes through what a predecessor left has a case', async () => {
  const found: string[] = [];
  for (const name of Object.keys(SERVICES)) {
    const files = (await readdir(join(ROOT, 'services', name, 'src'), { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
    for (const file of files) {
      const path = join(name, 'src', file);
      if ((await readFile(join(ROOT, 'services', path), 'utf8')).match(/(?<![#.\w])(?:eachAlone|takeUp)\(/)) found.push(path);
    }
  }
  expect(found.toSorted()).toEqual(Object.keys(CASES).toSorted());
  for (const one of Object.values(CASES))
    if ('title' in one) expect(await readFile(join(ROOT, 'services', one.file), 'utf8')).toContain(one.title);
});

const own = Object.entries(CASES).flatMap(([path, one]) => ('title' in one ? [] : [[path, one] as const]));
test.each(own)('%s: one damaged item keeps neither the start nor the others', async (path, one) => {
  const name = path.split('/', 1)[0] ?? '';
  const folder = await mkdtemp(join(home, `${name}-`));
  await mkdir(join(folder, 'data'));
  const fixture = { folder, store: { dialect: 'sqlite' as const, file: join(folder, 'store.db') } };
  const make = SERVICES[name] as (typeof SERVICES)[string];
  let files = '';
  {
    await using laid = await make(fixture);
    await laid.start();
    files = laid.stores.find(({ kind }) => kind === 'folder')?.location ?? '';
  }
  const asked: string[] = [];
  const neighbour: Send = async (request) => {
    asked.push(`${request.method} ${request.path}`);
    if (request.method === 'DELETE') return GONE;
    throw new Error('away');
  };
  const rows = openDatabaseFile(fixture.store.file);
  try {
    one.leave({ rows, files, asked });
    await using service = await make({ ...fixture, neighbour });
    await service.start();
    await vi.waitFor(() => expect(one.isDealtWith({ rows, files, asked })).toBe(true), 10_000);
  } finally {
    rows.close();
  }
});

/** Accounts' answer about a token that has ended. */
const GONE = {
  status: 404,
  headers: {},
  json: async () => ({}),
  text: async () => '',
  bytes: async () => new Uint8Array(),
  discard: async () => undefined,
};
