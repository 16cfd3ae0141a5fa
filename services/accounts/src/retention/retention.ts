import type { EventLog } from '@mosaic/platform/events';

import type { AccountsTables } from '../db/schema.ts';
import { SESSION_MS } from '../sessions/session-writer.ts';

/** How long ended rows are kept for a look back; the audit keeps what happened. */
const KEPT_MS = 7 * 86_400_000;

/** Takes away what has ended: sessions, one-time secrets, what applications traded, tokens, lockouts. */
export async function prune(events: EventLog<AccountsTables>, now: number): Promise<void> {
  await events.transact(async ({ db }) => {
    await db
      .deleteFrom('sessions')
      .where((expression) => expression.or([expression('expires_at', '<=', now), expression('seen_at', '<=', now - SESSION_MS.idle)]))
      .execute();
    await db.deleteFrom('one_time_secrets').where('expires_at', '<=', now).execute();
    // A code that was used is kept for a while, so that who uses it again is found out.
    await db
      .deleteFrom('oauth_codes')
      .where('expires_at', '<=', now - KEPT_MS)
      .execute();
    await db.deleteFrom('oauth_refresh_tokens').where('expires_at', '<=', now).execute();
    await db.deleteFrom('sign_in_locks').where('locked_until', '<=', now).execute();
    await db
      .deleteFrom('tokens')
      .where((expression) => expression.or([expression('expires_at', '<=', now - KEPT_MS), expression('revoked_at', '<=', now - KEPT_MS)]))
      .execute();
  });
}
