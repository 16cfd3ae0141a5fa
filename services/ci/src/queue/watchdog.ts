import { looks, type Bus } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import { untilDisposed } from '@mosaic/platform/waiting';

import { QUEUE_TOPIC } from '../pipelines/pipeline-facts.ts';
import type { Queue } from './queue.ts';

/** Longest sleep, ms; a change of the queue ends it at once. */
const IDLE_MS = 60_000;

/** Enforces leases and time limits on the server's side: sleeps until the next is due, or the queue changes. */
export function startWatchdog({ queue, bus, log }: { queue: Queue; bus: Bus; log: Log }): AsyncDisposable {
  return untilDisposed(async (signal) => {
    for await (const look of looks(bus, QUEUE_TOPIC, signal)) {
      try {
        const next = await queue.reap();
        look.within(next === null ? IDLE_MS : Math.min(IDLE_MS, Math.max(10, next - Date.now())));
      } catch (error) {
        log.error({ err: error }, 'the queue could not be checked; trying again');
        look.within(1_000);
      }
    }
  });
}
