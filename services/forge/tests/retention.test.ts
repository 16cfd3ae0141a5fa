import { expect, it } from 'vitest';

import { addHook, eventually, runGit, startForge, startReceiver, TOKENS } from './harness.ts';

const DAY_MS = 86_400_000;

it('drops deliveries after 30 days and pushes after 90, in more than one batch, and nothing that is not over', async () => {
  await using receiver = await startReceiver();
  await using bench = await startForge({ config: { allowedHookHosts: [receiver.host] } });
  const ada = bench.as(TOKENS.ada);
  const { id } = await ada.createRepository({ name: 'old' });
  const hook = await addHook(ada, 'ada/old', { url: receiver.url });
  const work = await bench.workspace('ada/old', TOKENS.ada);
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  await receiver.until(1);
  const events = await bench.events();
  const now = Date.now();
  const old = Array.from({ length: 1_100 }, (_, index) => ({
    name: `old-${index}`,
    days: 91,
    state: index % 2 === 0 ? 'delivered' : 'failed',
  }));
  const added = [
    ...old,
    { name: 'month', days: 31, state: 'delivered' },
    { name: 'fresh', days: 29, state: 'delivered' },
    // Given up long ago, and asked for again just now.
    { name: 'again', days: 40, state: 'waiting' },
  ].map(({ days, ...rest }) => ({ ...rest, at: now - days * DAY_MS }));
  const common = { repository_id: id, trace_id: 't' };
  await bench.store.insert(
    'pushes',
    ...added.map(({ name, at }) => ({
      id: name,
      kind: 'git',
      state: 'settled',
      actor_uid: 1,
      actor: 'ada',
      started_at: at,
      settled_at: at,
      ...common,
    })),
  );
  await bench.store.insert(
    'push_commands',
    ...added.map(({ name }) => ({
      push_id: name,
      position: 0,
      repository_id: id,
      ref: 'refs/heads/x',
      before_id: '',
      after_id: '',
      outcome: 'moved',
    })),
  );
  await bench.store.insert(
    'deliveries',
    ...added.map(({ name, at, state }) => ({
      id: name,
      hook_id: hook.id,
      event_id: name,
      event: 'push',
      payload: '',
      state,
      attempts: 1,
      next_at: now + DAY_MS,
      status: 200,
      response: '',
      created_at: 0,
      finished_at: at,
      ...common,
    })),
  );
  await bench.restart();
  const ids = async (query: string) => (await bench.store.rows(query)).map((row) => String(row['id']));
  const made = /^[0-9a-f-]{36}$/;
  const pushes = await eventually(
    () => ids('select id from pushes order by id'),
    (found) => found.length < 10,
  );
  expect(pushes.filter((name) => !made.test(name))).toEqual(['again', 'fresh', 'month']);
  expect(pushes.filter((name) => made.test(name))).toHaveLength(1);
  expect(await ids('select push_id as id from push_commands where push_id not in (select id from pushes)')).toEqual([]);
  expect((await ids('select id from deliveries order by id')).filter((name) => !made.test(name))).toEqual(['again', 'fresh']);
  expect((await bench.events()).slice(0, events.length)).toEqual(events);
});

it('a webhook can still be tried out when the rows of its pushes are gone', async () => {
  await using receiver = await startReceiver();
  await using bench = await startForge({ config: { allowedHookHosts: [receiver.host] } });
  const work = await bench.workspace('ada/old', TOKENS.ada);
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  const hook = await addHook(bench.as(TOKENS.ada), 'ada/old', { url: receiver.url });
  for (const table of ['push_commands', 'pushes']) await bench.store.rows(`delete from ${table}`);
  const asked = await bench.send(TOKENS.ada)({ method: 'POST', path: `/api/v1/repos/ada/old/hooks/${hook.id}/tests` });
  expect(asked.status).toBe(204);
  await receiver.until(1);
});
