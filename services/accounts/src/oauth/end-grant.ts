import { auditWritten } from '@mosaic/contracts/mosaic';
import type { EmittingWriter } from '@mosaic/platform/events';

import type { AccountsTables, OauthGrantRow } from '../db/schema.ts';
import { findPrincipalById } from '../principals/principal-reader.ts';
import { liveTokens } from '../tokens/token-reader.ts';
import { revokeWithOffspring } from '../tokens/token-writer.ts';

/** Lets an application in no more: its tokens end in the same transaction, and its codes and refresh tokens go with the row. */
export async function endGrant(
  writer: EmittingWriter<AccountsTables>,
  grant: OauthGrantRow,
  { reason, now }: { reason: string; now: number },
): Promise<void> {
  const tokens = await liveTokens(writer.db, now)
    .select(['id', 'name', 'principal_id', 'task', 'epoch'])
    .where('grant_id', '=', grant.id)
    .execute();
  for (const token of tokens) await revokeWithOffspring(writer, token, now);
  await writer.db.deleteFrom('oauth_grants').where('id', '=', grant.id).execute();
  const application = await writer.db
    .selectFrom('oauth_applications')
    .select(['client_id', 'name'])
    .where('id', '=', grant.application_id)
    .executeTakeFirstOrThrow();
  const login = (await findPrincipalById(writer.db, grant.principal_id))?.login ?? '';
  const detail = { clientId: application.client_id, name: application.name, reason };
  writer.emit(auditWritten, { subject: login, data: { operation: 'oauth.grant.end', allowed: true, detail } });
}
