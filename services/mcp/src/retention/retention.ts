import { repeat } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { McpContext } from '../context.ts';
import { REQUEST_ID_KEPT_MS } from '../calls/request-ledger.ts';

/** How long the audit of calls is kept here, ms; accounts keeps the chained audit of writes without end. */
const TOOL_CALLS_KEPT_MS = 90 * 24 * 60 * 60 * 1000;
/** How long it is kept what was done in attempts, ms. */
const TRANSCRIPTS_KEPT_MS = 90 * 24 * 60 * 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/** Drops what nobody may ask for any more, at the start and every hour. */
export function startRetention({ store, now, log }: Pick<McpContext, 'store' | 'now'> & { log: Log }): AsyncDisposable {
  const drop = () =>
    store.transact(async ({ db }) => {
      await db
        .deleteFrom('request_ids')
        .where('at', '<', now() - REQUEST_ID_KEPT_MS)
        .execute();
      await db
        .deleteFrom('tool_calls')
        .where('at', '<', now() - TOOL_CALLS_KEPT_MS)
        .execute();
      await db
        .deleteFrom('task_steps')
        .where('at', '<', now() - TRANSCRIPTS_KEPT_MS)
        .execute();
    });
  return repeat(drop, { everyMs: EVERY_MS, atOnce: true, log, failed: 'old request ids and calls could not be dropped' });
}
