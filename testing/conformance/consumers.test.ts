import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import type { Send, WireResponse } from '@mosaic/contracts/wire';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { SERVICES } from './services.ts';

const SOURCES = join(import.meta.dirname, '../../services');

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mosaic-consumers-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Those whose sources make a consumer: none of them is left out here, and a consumer that is added is found by itself. */
const consuming = (
  await Promise.all(
    Object.keys(SERVICES).map(async (name) => {
      const files = (await readdir(join(SOURCES, name, 'src'), { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
      const texts = await Promise.all(files.map((file) => readFile(join(SOURCES, name, 'src', file), 'utf8')));
      return texts.some((text) => text.includes('createConsumer')) ? name : null;
    }),
  )
).filter((name) => name !== null);

/** Two events that ask for nothing: what makes the first fail is the store. */
const EVENTS = [1, 2].map((seq) => ({
  seq,
  id: `00000000-0000-4000-8000-00000000000${seq}`,
  source: 'test',
  type: 'dev.mosaic.session.ended',
  subject: 'ada',
  time: 1_700_000_000_000,
  traceId: 'f'.repeat(32),
  actor: 'ada',
  data: { login: 'ada' },
}));

/** Every neighbour, as far as it has a feed: over HTTP, or as the tool `event_read`. It answers at once, so not for ever. */
const feed: Send = async ({ path, body, signal }) => {
  const call = typeof body === 'string' ? (JSON.parse(body) as { params: { name: string; arguments: { after: number } } }).params : null;
  if (!path.startsWith('/-/events?') && call?.name !== 'event_read') throw new Error('away');
  const after = call?.arguments.after ?? Number(/[?&]after=(\d+)/.exec(path)?.[1]);
  const events = EVENTS.filter(({ seq }) => seq > after);
  const page = { events, last: Math.max(after, ...events.map(({ seq }) => seq)) };
  if (events.length === 0) await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
  return answerOf(call === null ? page : { jsonrpc: '2.0', id: 1, result: { structuredContent: page } });
};

function answerOf(value: unknown): WireResponse {
  const text = JSON.stringify(value);
  return {
    status: 200,
    headers: {},
    json: async () => value,
    text: async () => text,
    bytes: async () => new TextEncoder().encode(text),
    discard: async () => undefined,
  };
}

/** From now on the first event of any feed cannot be taken, whoever takes it: its transaction fails, unless it puts the event aside. */
const FAILS_FOR_GOOD = `create trigger fails_for_good before update on event_cursors
  when new.position = 1 and not exists (select 1 from event_parked where consumer = new.consumer and seq = 1)
  begin select raise(abort, 'This event cannot be taken.'); end`;

test.concurrent.each(consuming)(
  '%s: an event that cannot be taken keeps no consumer from the next one',
  { timeout: 60_000 },
  async (name) => {
    const folder = await mkdtemp(join(home, `${name}-`));
    await mkdir(join(folder, 'data'));
    const file = join(folder, 'store.db');
    const make = SERVICES[name] as (typeof SERVICES)[string];
    {
      // Away, so that the tables are laid and nothing is read.
      await using laid = await make({ folder, store: { dialect: 'sqlite', file } });
      await laid.start();
    }
    const rows = openDatabaseFile(file);
    const select = (statement: string) => rows.prepare(statement).all() as { consumer: string; at: number }[];
    try {
      // Those that follow their own service's feed find the same two events there.
      rows.exec('delete from events');
      const insert = rows.prepare(
        'insert into events (seq, id, type, subject, time, trace_id, actor, data) values (?, ?, ?, ?, ?, ?, ?, ?)',
      );
      for (const { seq, id, type, subject, time, traceId, actor, data } of EVENTS)
        insert.run(seq, id, type, subject, time, traceId, actor, JSON.stringify(data));
      rows.exec(`update event_head set seq = 2 where name = 'head'; delete from event_cursors; ${FAILS_FOR_GOOD}`);
      await using service = await make({ folder, store: { dialect: 'sqlite', file }, neighbour: feed });
      await service.start();
      const consumers = await vi.waitFor(() => {
        const found = select('select consumer, position as at from event_cursors');
        expect(found).not.toEqual([]);
        expect(found.filter(({ at }) => at < 2)).toEqual([]);
        return found.map(({ consumer }) => consumer);
      }, 40_000);
      const aside = select('select consumer, seq as at from event_parked');
      expect(aside.toSorted((a, b) => a.consumer.localeCompare(b.consumer))).toEqual(
        consumers.toSorted().map((consumer) => ({ consumer, at: 1 })),
      );
    } finally {
      rows.close();
    }
  },
);

test('the services that consume are found', () => {
  expect(consuming.length).toBeGreaterThanOrEqual(5);
});
