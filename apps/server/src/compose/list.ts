import type { ServiceName } from '@mosaic/contracts/mosaic';
import type { Service } from '@mosaic/platform/lifecycle';

import { composeAccounts } from './accounts.ts';
import { composeCi } from './ci.ts';
import { composeCore } from './core.ts';
import { composeEdge } from './edge.ts';
import { composeForge } from './forge.ts';
import { composeMcp } from './mcp.ts';
import { composeTony } from './tony.ts';
import type { StackContext } from './stack-context.ts';

/** How each service is composed. */
export const COMPOSE = {
  accounts: composeAccounts,
  forge: composeForge,
  ci: composeCi,
  mcp: composeMcp,
  core: composeCore,
  tony: composeTony,
  edge: composeEdge,
} as const satisfies Record<ServiceName, (context: StackContext) => Promise<Service>>;
