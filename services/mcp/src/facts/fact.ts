import type { EventPage } from '@mosaic/contracts/mosaic';

import type { McpTables } from '../db/schema.ts';

export type FactRow = McpTables['facts'];

export interface FactQuery {
  /** What the caller has seen. */
  after: number;
  /** Where to begin: there, or at a later fact, whose number counts hidden ones and is not told. */
  from: number;
  limit: number;
  /** Only these types; all when empty. */
  types: readonly string[];
}

/** A page of facts; `isWhole` says that nothing more is there now. */
export type FactPage = EventPage & { isWhole: boolean };
