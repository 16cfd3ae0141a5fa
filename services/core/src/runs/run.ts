import type { EventRecord } from '@mosaic/contracts/mosaic';
import type { DurableRun } from '@mosaic/platform/durable';

/** What a kind of run does with its event; the answer is the outcome in words. */
export interface RunBody {
  run(run: DurableRun<EventRecord>): Promise<string>;
  /** Says so where others look, when core had to give up. */
  givenUp(event: EventRecord, reason: string): Promise<void>;
}

/** A run that is not done. */
export interface OpenRun {
  id: string;
  kind: string;
  /** The event as JSON. */
  input: string;
}
