import type { Send } from '@mosaic/contracts/wire';
import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import type { Bus, EventLog } from '@mosaic/platform/events';
import type { RepositoryAuthority } from '@mosaic/platform/identity';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiSettings } from '../config.ts';
import type { CiTables } from '../db/schema.ts';
import type { Forge } from '../forge/forge-gateway.ts';

/** What the aggregates of CI are built upon. */
export interface CiPorts {
  settings: CiSettings;
  log: Log;
  bus: Bus;
  keyring: Keyring;
  /** Reaches accounts with the service's own token. */
  accounts: Send;
  forge: Forge;
  /** Who may do what with a repository, as the forge says. */
  authority: RepositoryAuthority;
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  /** Logs and artifacts. */
  blobs: BlobStore;
}
