import type { CallMcp } from '@mosaic/engines/agents';
import { eventData, type EventRecord, notificationSend, runFinished, ToolError } from '@mosaic/contracts/mosaic';
import { createConsumer, type Consumer, type EventLog, type FetchPage } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import type { TonyTables } from '../db/schema.ts';
import { notificationText } from './notification-text.ts';

/** Follows finished runs and puts one entry into the inbox of each person concerned. */
export function notifyPeople({
  mcp,
  feed,
  events,
  log,
}: {
  mcp: CallMcp;
  feed: FetchPage;
  events: EventLog<TonyTables>;
  log: Log;
}): Consumer {
  return createConsumer<TonyTables>({
    name: 'notifications',
    feed,
    events,
    log,
    // Before the cursor moves: a crash repeats the page, and the request id makes the repetition nothing.
    prepare: async (event) => {
      if (event.type === runFinished.type) await notify(mcp, event, log);
    },
  });
}

async function notify(mcp: CallMcp, event: EventRecord, log: Log): Promise<void> {
  const data = eventData(runFinished, event);
  for (const login of new Set(data.concerned)) {
    try {
      await mcp(notificationSend, {
        requestId: `${event.id}:${login}`,
        login,
        ...notificationText(data),
        url: data.url,
        project: data.project,
        repository: data.repository,
        traceId: event.traceId,
      });
    } catch (error) {
      // One person who is gone must not keep the others waiting.
      if (!(error instanceof ToolError) || !['not_found', 'forbidden', 'invalid_input', 'conflict'].includes(error.code)) throw error;
      log.warn({ err: error, login, event: event.id }, 'a person could not be notified');
    }
  }
}
