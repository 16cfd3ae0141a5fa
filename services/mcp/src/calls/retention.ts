import type { Log } from '@mosaic/platform/log';

import type { McpContext } from '../context.ts';
import { REQUEST_ID_KEPT_MS } from './request-ledger.ts';

/** How long the audit of calls is kept here, ms; accounts keeps the chained audit of writes without end. */
const TOOL_CALLS_KEPT_MS = 90 * 24 * 60 * 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/** Drops what nobody may ask for any more, at the start and every hour. */
export function startRetention({ store, now, log }: Pick<McpContext, 'store' | 'now'> & { log: Log }): AsyncDisposable {
  const drop = async (): Promise<void> => {
    try {
      await store.transact(async ({ db }) => {
        await db
          .deleteFrom('request_ids')
          .where('at', '<', now() - REQUEST_ID_KEPT_MS)
          .execute();
        await db
          .deleteFrom('tool_calls')
          .where('at', '<', now() - TOOL_CALLS_KEPT_MS)
          .execute();
      });
    } catch (error) {
      log.warn({ err: error }, 'old request ids and calls could not be dropped; it will be tried again');
    }
  };
  let running = drop();
  const timer = setInterval(() => {
    running = running.then(drop);
  }, EVERY_MS);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}
