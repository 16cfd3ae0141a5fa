import { EventRecord } from '@mosaic/contracts/mosaic';
import type { Writer } from '@mosaic/platform/db';
import type { Durable } from '@mosaic/platform/durable';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { CoreTables } from '../db/schema.ts';
import type { RunBody } from './run.ts';
import type { RunReader } from './run-reader.ts';
import type { RunWriter } from './run-writer.ts';

export interface DurableRunsPorts {
  durable: Durable;
  reader: RunReader;
  writer: RunWriter;
  log: Log;
}

/** One durable run per event that asks for work. The row is written with the cursor; the run follows from the row. */
export class DurableRuns {
  readonly #ports: DurableRunsPorts;

  constructor(ports: DurableRunsPorts) {
    this.#ports = ports;
  }

  define(kind: string, body: RunBody): void {
    const { durable, writer } = this.#ports;
    durable.define<EventRecord>(kind, {
      async run(run) {
        const outcome = await body.run(run);
        await run.step('close', () => writer.close(run.id, 'done', outcome));
      },
      async givenUp({ id, input }, error) {
        await body.givenUp(input, error.message);
        await writer.close(id, 'failed', error.message);
      },
    });
  }

  /** Adds the row, inside the consumer's transaction; the run starts after the commit. */
  async open(transaction: Writer<CoreTables>, kind: string, event: EventRecord): Promise<void> {
    const { writer, log } = this.#ports;
    if (!(await writer.add(transaction, kind, event))) return;
    transaction.afterCommit(() => {
      this.#start(kind, event).catch((error: unknown) =>
        log.error({ err: error, run: event.id }, 'a run could not be started; it is at the next start'),
      );
    });
  }

  /** Starts every run that is not done: what a predecessor left. */
  async resume(): Promise<void> {
    const { reader, log } = this.#ports;
    await eachAlone(
      await reader.open(),
      async ({ kind, input }) => this.#start(kind, EventRecord.parse(JSON.parse(input))),
      (error, { id }) => log.error({ err: error, run: id }, 'a run could not be taken up; the others go on'),
    );
  }

  #start(kind: string, event: EventRecord): Promise<void> {
    return this.#ports.durable.start(kind, event.id, event);
  }
}
