import type { EventTables } from '@mosaic/platform/events';

/** Tony keeps a cursor and nothing else: tasks, leases and inboxes are rows of mcp's. */
export type TonyTables = EventTables;
