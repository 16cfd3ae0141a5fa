import type { Send } from '@mosaic/contracts/wire';
import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import type { EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { ForgeSettings } from '../config.ts';
import type { ForgeTables } from '../db/schema.ts';
import type { LfsFiles } from '../lfs/lfs-files.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';

/** What the aggregates of the forge are built upon. */
export interface ForgePorts {
  settings: ForgeSettings;
  log: Log;
  keyring: Keyring;
  /** Reaches accounts with the forge's own token. */
  accounts: Send;
  store: Store<ForgeTables>;
  events: EventLog<ForgeTables>;
  folders: RepositoryFolders;
  lfsFiles: LfsFiles;
  /** Files of releases. */
  blobs: BlobStore;
}
