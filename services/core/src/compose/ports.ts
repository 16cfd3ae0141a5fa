import type { Send } from '@mosaic/contracts/wire';
import type { Store } from '@mosaic/platform/db';
import type { Durable } from '@mosaic/platform/durable';
import type { EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CoreSettings } from '../config.ts';
import type { CoreTables } from '../db/schema.ts';
import type { Neighbours } from '../neighbours.ts';

/** What core is built upon. */
export interface CorePorts {
  settings: CoreSettings;
  log: Log;
  keyring: Keyring;
  /** Reach their services with core's own token. */
  accounts: Send;
  forge: Send;
  ci: Send;
  mcp: Send;
  /** The same as clients of their contracts. */
  neighbours: Neighbours;
  store: Store<CoreTables>;
  events: EventLog<CoreTables>;
  durable: Durable;
}
