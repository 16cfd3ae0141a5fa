import { createGiteaClient } from '@mosaic/contracts/gitea';
import { createRepositoryAuthority } from '@mosaic/platform/identity';

import { createRepositoryAccess } from '../access/repository-access.ts';
import { createAuditTrail } from '../calls/audit-trail.ts';
import { createToolCaller } from '../calls/tool-caller.ts';
import { createWaiters } from '../calls/wait.ts';
import { createCiReader } from '../ci/ci-reader.ts';
import type { McpContext } from '../context.ts';
import { createCursorSeal } from '../cursor-seal.ts';
import { createFactLog } from '../facts/fact-writer.ts';
import { createScanMemory } from '../facts/scan-memory.ts';
import { createAttemptTokens } from '../tasks/attempt-tokens.ts';
import { TOOL_LIST } from '../tools/list.ts';
import type { McpPorts } from './ports.ts';

export type Aggregates = ReturnType<typeof composeAggregates>;

/** What tools stand on (`context`), the log of facts that they write to, and who calls them. `closing` aborts when the service stops. */
export function composeAggregates(ports: McpPorts, closing: AbortSignal) {
  const { settings, log, bus, keyring, store, events, accounts, forge, ci, now } = ports;
  const facts = createFactLog({ events, bus, now });
  const context: McpContext = {
    publicUrl: settings.publicUrl,
    store,
    bus,
    access: createRepositoryAccess(createRepositoryAuthority(forge, { now })),
    forge,
    gitea: createGiteaClient(forge),
    ci: createCiReader(ci),
    accounts,
    attempts: createAttemptTokens(accounts, log),
    cursors: createCursorSeal(keyring),
    scans: createScanMemory(now),
    now,
    closing,
  };
  const audit = createAuditTrail(store);
  const tools = createToolCaller({ context, tools: TOOL_LIST, facts, audit, waiters: createWaiters(context), log });
  return { context, facts, tools };
}
