import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { auditWritten } from '@mosaic/contracts/mosaic';
import { openStore, type Migration } from '@mosaic/platform/db';
import { Stack } from '@mosaic/platform/lifecycle';
import { silentLog } from '@mosaic/platform/log';
import { openTestStore } from '@mosaic/testing/servers';

import { MIGRATIONS } from '../src/db/list.ts';

/** A repository as it stood before pull requests were built. */
const FORMER = {
  owner: 'ada',
  private: 0,
  active: 1,
  default_branch: 'main',
  forge_url: '',
  clone_url: '',
  hook_key: '',
  hook_secret: '',
  hook_id: 0,
  config_file: '',
  timeout_minutes: 60,
  trusted: '{}',
  last_number: 0,
  created_at: 1,
  updated_at: 1,
};

test('where nobody had decided on approval, forks wait from the first pull request on; what was decided stays', async () => {
  await using stack = new Stack();
  const folder = await mkdtemp(join(tmpdir(), 'ci-former-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const store = await openTestStore(join(folder, 'ci.db'));
  const migrate = async (migrations: readonly Migration[]) =>
    (await openStore({ location: store.location, migrations, log: silentLog() }))[Symbol.asyncDispose]();
  const since = MIGRATIONS.findIndex(({ name }) => name === '005-pull-requests');
  await migrate(MIGRATIONS.slice(0, since));
  const modes = ['none', 'pull_requests', 'all_events', 'none', 'none', 'none'];
  for (const [index, mode] of modes.entries())
    await store.insert('repositories', { ...FORMER, forge_id: index + 1, name: `r${index}`, require_approval: mode });
  // Of the last three the fourth was set to `none`, the fifth to another thing, and the sixth bears the name of one that was.
  const edits = [
    ['ada/r3', { require_approval: 'none' }, 5],
    ['ada/r4', { timeout: 5 }, 5],
    ['ada/r5', { require_approval: 'none' }, 0],
  ] as const;
  for (const [index, [subject, detail, time]] of edits.entries())
    await store.insert('events', {
      seq: index + 1,
      id: `e${index}`,
      type: auditWritten.type,
      subject,
      time,
      trace_id: '',
      actor: 'ada',
      data: JSON.stringify({ operation: 'repository.edit', allowed: true, detail }),
    });
  await migrate(MIGRATIONS);
  const found = await store.rows('select require_approval as mode, allow_pr as pulls from repositories order by forge_id');
  expect(found.map(({ mode, pulls }) => [mode, Number(pulls)])).toEqual([
    ['forks', 1],
    ['pull_requests', 1],
    ['all_events', 1],
    ['none', 1],
    ['forks', 1],
    ['forks', 1],
  ]);
});
