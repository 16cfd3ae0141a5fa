import type { GiteaClient } from '@mosaic/contracts/gitea';
import type { Send } from '@mosaic/contracts/wire';
import type { Store } from '@mosaic/platform/db';
import type { Bus } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { RepositoryAccess } from './access/repository-access.ts';
import type { CiReader } from './ci/ci-reader.ts';
import type { CursorSeal } from './cursor-seal.ts';
import type { ScanMemory } from './facts/scan-memory.ts';
import type { AttemptTokens } from './tasks/attempt-tokens.ts';
import type { McpTables } from './db/schema.ts';

/** What every tool stands on; one for the service's life. */
export interface McpContext {
  publicUrl: string;
  store: Store<McpTables>;
  bus: Bus;
  access: RepositoryAccess;
  forge: Send;
  gitea: GiteaClient;
  ci: CiReader;
  accounts: Send;
  attempts: AttemptTokens;
  cursors: CursorSeal;
  scans: ScanMemory;
  now: () => number;
  /** Aborts when the service stops: long polls answer at once. */
  closing: AbortSignal;
}

/** One tool call: who asks (and whether the token is still good: `again` throws when it is not), in which journey, and the signal that the client is gone. */
export interface Call {
  caller: Caller;
  again: () => Promise<Caller>;
  traceId: string;
  signal: AbortSignal;
}
