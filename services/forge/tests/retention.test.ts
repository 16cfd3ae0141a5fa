import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { addHook, eventually, runGit, startForgeBench, startReceiver, TOKENS } from './forge-bench.ts';

const DAY_MS = 86_400_000;

it('drops deliveries after 30 days and pushes after 90, in more than one batch, and nothing that is not over', async () => {
  await using receiver = await startReceiver();
  await using bench = await startForgeBench({ config: { allowedHookHosts: [receiver.host] } });
  const ada = bench.as(TOKENS.ada);
  const { id } = await ada.createRepository({ name: 'old' });
  const hook = await addHook(ada, 'ada/old', { url: receiver.url });
  const work = await bench.workspace('ada/old', TOKENS.ada);
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  await receiver.until(1);
  const events = await bench.events();
  const file = join(bench.folder, 'forge', 'forge.db');
  {
    using database = new DatabaseSync(file);
    database.exec('begin');
    const now = Date.now();
    const push = database.prepare("insert into pushes values (?, ?, 'git', ?, 1, 'ada', 't', ?, ?)");
    const command = database.prepare("insert into push_commands values (?, 0, ?, 'refs/heads/x', '', '', 'moved')");
    const delivery = database.prepare(
      "insert into deliveries (id, hook_id, repository_id, event_id, event, trace_id, payload, state, attempts, next_at, status, response, created_at, finished_at) values (?, ?, ?, ?, 'push', 't', '', ?, 1, ?, 200, '', 0, ?)",
    );
    const add = (name: string, days: number, state: 'delivered' | 'failed' | 'waiting' = 'delivered') => {
      const at = now - days * DAY_MS;
      push.run(name, id, 'settled', at, at);
      command.run(name, id);
      delivery.run(name, hook.id, id, name, state, now + DAY_MS, at);
    };
    for (let index = 0; index < 1_100; index++) add(`old-${index}`, 91, index % 2 === 0 ? 'delivered' : 'failed');
    add('month', 31);
    add('fresh', 29);
    // Given up long ago, and asked for again just now.
    add('again', 40, 'waiting');
    database.exec('commit');
  }
  await bench.restart();
  using database = new DatabaseSync(file, { readOnly: true });
  const ids = (query: string) =>
    database
      .prepare(query)
      .all()
      .map((row) => String(row['id']));
  const made = /^[0-9a-f-]{36}$/;
  const pushes = await eventually(
    async () => ids('select id from pushes order by id'),
    (found) => found.length < 10,
  );
  expect(pushes.filter((name) => !made.test(name))).toEqual(['again', 'fresh', 'month']);
  expect(pushes.filter((name) => made.test(name))).toHaveLength(1);
  expect(ids('select push_id as id from push_commands where push_id not in (select id from pushes)')).toEqual([]);
  expect(ids('select id from deliveries order by id').filter((name) => !made.test(name))).toEqual(['again', 'fresh']);
  expect((await bench.events()).slice(0, events.length)).toEqual(events);
});

it('a webhook can still be tried out when the rows of its pushes are gone', async () => {
  await using receiver = await startReceiver();
  await using bench = await startForgeBench({ config: { allowedHookHosts: [receiver.host] } });
  const work = await bench.workspace('ada/old', TOKENS.ada);
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  const hook = await addHook(bench.as(TOKENS.ada), 'ada/old', { url: receiver.url });
  {
    using database = new DatabaseSync(join(bench.folder, 'forge', 'forge.db'));
    database.exec('delete from push_commands; delete from pushes');
  }
  const asked = await bench.send(TOKENS.ada)({ method: 'POST', path: `/api/v1/repos/ada/old/hooks/${hook.id}/tests` });
  expect(asked.status).toBe(204);
  await receiver.until(1);
});
