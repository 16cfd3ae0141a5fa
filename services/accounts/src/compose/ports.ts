import type { SystemStatus, UpstreamName } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import type { EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { AccountsSettings } from '../config.ts';
import type { AuditFeeds } from '../consumers/audit-consumers.ts';
import type { AccountsTables } from '../db/schema.ts';
import type { RunDemo } from '../demo/demo.ts';

/** What the aggregates of accounts are built upon. */
export interface AccountsPorts {
  settings: AccountsSettings;
  log: Log;
  keyring: Keyring;
  store: Store<AccountsTables>;
  events: EventLog<AccountsTables>;
  /** Where the front door finds the others now, e.g. "http://127.0.0.1:3000"; null while one does not run. */
  upstream: (name: UpstreamName) => string | null;
  /** Feeds for the audit, with the token of `mosaic-accounts`. */
  feeds: AuditFeeds;
  /** Health of the whole stack. */
  status: () => Promise<SystemStatus>;
  /** Begins to stop the whole stack. */
  stop: () => void;
  /** Runs the demo for a person; without it the operation is unsupported. */
  demo?: RunDemo;
  /** Unix milliseconds; the tests move it. */
  now: () => number;
}
