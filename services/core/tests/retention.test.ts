import { join } from 'node:path';

import { expect, test, vi } from 'vitest';

import { openDatabaseFile } from '@mosaic/testing/servers';

import { startCore } from './harness.ts';

const DAY_MS = 24 * 3_600_000;

test('ended runs and pushes go after 30 days; open ones and younger ones stay', async () => {
  await using core = await startCore();
  await core.stop();
  using database = openDatabaseFile(join(core.folder, 'core.db'));
  const ago = (days: number) => Date.now() - days * DAY_MS;
  const run = database.prepare(
    "insert into runs (id, kind, state, input, outcome, created_at, finished_at) values (?, 'pipeline', ?, ?, '', ?, ?)",
  );
  run.run('old', 'done', '{}', ago(31), ago(31));
  run.run('young', 'failed', '{}', ago(31), ago(29));
  // What it holds is no event, so it is not taken up; it stays all the same.
  run.run('open', 'open', '{}', ago(31), null);
  const push = database.prepare(
    "insert into pushes (event_id, repository_id, ref, before_sha, after_sha, time) values (?, 1, 'refs/heads/main', '', '', ?)",
  );
  push.run('old', ago(31));
  push.run('young', ago(29));

  await core.start();
  const left = () => ({
    runs: database.prepare('select id from runs order by id').all(),
    pushes: database.prepare('select event_id as id from pushes order by id').all(),
  });
  await vi.waitFor(() => expect(left()).toMatchObject({ runs: [{ id: 'open' }, { id: 'young' }], pushes: [{ id: 'young' }] }), 10_000);
});
