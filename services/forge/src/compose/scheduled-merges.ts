import type { Consumer } from '@mosaic/platform/events';

import { ScheduledMerger } from '../auto-merge/scheduled-merger.ts';
import { ScheduleReader } from '../auto-merge/schedule-reader.ts';
import { ScheduleWriter } from '../auto-merge/schedule-writer.ts';
import { consumeForScheduledMerges } from '../consumers/scheduled-merges.ts';
import type { ForgePorts } from './ports.ts';

/** Merges that wait for checks, and the consumer that makes them; `consume` starts it. */
export function composeScheduledMerges({ store, events, log }: ForgePorts, sources: ConstructorParameters<typeof ScheduledMerger>[0]) {
  const [reader, writer] = [new ScheduleReader(store), new ScheduleWriter(events)];
  const merger = new ScheduledMerger(sources, { reader, writer, log });
  return { reader, writer, merger, consume: (): Consumer => consumeForScheduledMerges({ events, merger, log }) };
}
