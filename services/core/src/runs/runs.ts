import { EventRecord } from '@mosaic/contracts/mosaic';
import type { Store, Writer } from '@mosaic/platform/db';
import type { Durable, DurableRun } from '@mosaic/platform/durable';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { CoreTables } from '../db/schema.ts';

/** What a kind of run does with its event; the answer is the outcome in words. */
export interface RunBody {
  run(run: DurableRun<EventRecord>): Promise<string>;
  /** Says so where others look, when core had to give up. */
  givenUp(event: EventRecord, reason: string): Promise<void>;
}

/** One durable run per event that asks for work. The row is written with the cursor; the run follows from the row. */
export interface Runs {
  define(kind: string, body: RunBody): void;
  /** Adds the row, inside the consumer's transaction; the run starts after the commit. */
  open(writer: Writer<CoreTables>, kind: string, event: EventRecord): Promise<void>;
  /** Forgets what ended long ago, then starts every row that is not done: what a predecessor left. */
  resume(): Promise<void>;
}

/** How long ended runs and pushes are remembered. */
const KEEP_MS = 30 * 24 * 3_600_000;
/** Longest outcome that is kept. */
const OUTCOME_LENGTH = 2_000;

export function createRuns({ durable, store, log }: { durable: Durable; store: Store<CoreTables>; log: Log }): Runs {
  const close = (id: string, state: 'done' | 'failed', outcome: string) =>
    store.transact(async ({ db }) => {
      await db
        .updateTable('runs')
        .set({ state, outcome: outcome.slice(0, OUTCOME_LENGTH), finished_at: Date.now() })
        .where('id', '=', id)
        .where('state', '=', 'open')
        .execute();
    });
  const start = (kind: string, event: EventRecord) => durable.start(kind, event.id, event);

  return {
    define(kind, body) {
      durable.define<EventRecord>(kind, {
        async run(run) {
          const outcome = await body.run(run);
          await run.step('close', () => close(run.id, 'done', outcome));
        },
        async givenUp({ id, input }, error) {
          await body.givenUp(input, error.message);
          await close(id, 'failed', error.message);
        },
      });
    },
    async open(writer, kind, event) {
      const known = await writer.db.selectFrom('runs').select('id').where('id', '=', event.id).executeTakeFirst();
      if (known !== undefined) return;
      await writer.db
        .insertInto('runs')
        .values({ id: event.id, kind, state: 'open', input: JSON.stringify(event), outcome: '', created_at: Date.now(), finished_at: null })
        .execute();
      writer.afterCommit(() => {
        start(kind, event).catch((error: unknown) =>
          log.error({ err: error, run: event.id }, 'a run could not be started; it is at the next start'),
        );
      });
    },
    async resume() {
      await store.transact(async ({ db }) => {
        await db
          .deleteFrom('runs')
          .where('state', '!=', 'open')
          .where('finished_at', '<', Date.now() - KEEP_MS)
          .execute();
        await db
          .deleteFrom('pushes')
          .where('time', '<', Date.now() - KEEP_MS)
          .execute();
      });
      const open = await store.read((db) =>
        db.selectFrom('runs').select(['id', 'kind', 'input']).where('state', '=', 'open').orderBy('created_at').execute(),
      );
      await eachAlone(
        open,
        async ({ kind, input }) => start(kind, EventRecord.parse(JSON.parse(input))),
        (error, { id }) => log.error({ err: error, run: id }, 'a run could not be taken up; the others go on'),
      );
    },
  };
}
