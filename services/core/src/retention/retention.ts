import { repeat } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { PushWriter } from '../pushes/push-writer.ts';
import type { RunWriter } from '../runs/run-writer.ts';

/** Ended runs and pushes are kept so long. */
const KEPT_MS = 30 * 24 * 60 * 60_000;
const EVERY_MS = 60 * 60_000;

export interface RetentionPorts {
  runs: Pick<RunWriter, 'prune'>;
  pushes: Pick<PushWriter, 'prune'>;
  log: Log;
}

/** Drops what ended long ago, at the start and every hour. */
export function startRetention({ runs, pushes, log }: RetentionPorts): AsyncDisposable {
  const drop = async (): Promise<void> => {
    const before = Date.now() - KEPT_MS;
    await runs.prune(before);
    await pushes.prune(before);
  };
  return repeat(drop, { everyMs: EVERY_MS, atOnce: true, log, failed: 'ended runs and old pushes could not be dropped' });
}
