import type { Lifecycle } from '@mosaic/platform/lifecycle';

import { endAttemptsThatEnded } from '../consumers/attempts-that-ended.ts';
import { startAuditConsumers } from '../consumers/audit-consumers.ts';
import type { AccountsPorts } from './ports.ts';

/** What accounts follows of the others: the audit all that is told, attempts their end. */
export function startConsumers({ events, feeds, now, log }: AccountsPorts, auditKey: Buffer, { stack }: Lifecycle): void {
  if (feeds.mcp !== undefined) stack.use(endAttemptsThatEnded(events, { mcp: feeds.mcp, now, log }));
  for (const consumer of startAuditConsumers(events, { feeds, key: auditKey, log })) stack.use(consumer);
}
