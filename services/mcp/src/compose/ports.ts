import type { FactSource } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import type { Store } from '@mosaic/platform/db';
import type { Bus, EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { McpSettings } from '../config.ts';
import type { McpTables } from '../db/schema.ts';

/** What the MCP server is built upon; neighbours are reached with its own token. */
export interface McpPorts extends Readonly<Record<FactSource | 'accounts', Send>> {
  settings: McpSettings;
  log: Log;
  bus: Bus;
  keyring: Keyring;
  store: Store<McpTables>;
  events: EventLog<McpTables>;
  /** Unix milliseconds. Tests move it to let leases end. */
  now: () => number;
}
