import type { OauthApplication, OauthApplicationWithSecret, OauthGrant } from '@mosaic/contracts/mosaic';
import { fromJson } from '@mosaic/platform/db';

import type { OauthApplicationRow } from '../db/schema.ts';
import type { ApplicationWithSecret } from '../oauth/application-writer.ts';
import type { ShownGrant } from '../oauth/grant-reader.ts';
import { readScope } from '../oauth/scopes.ts';

/** An application without its secret, which is nowhere stored. */
export function presentApplication(row: OauthApplicationRow, owner: string): OauthApplication {
  return {
    id: row.id,
    clientId: row.client_id,
    owner,
    name: row.name,
    redirectUris: fromJson(row.redirect_uris),
    confidential: row.confidential === 1,
    trusted: row.trusted === 1,
    createdAt: row.created_at,
  };
}

export function presentApplicationWithSecret({ row, secret }: ApplicationWithSecret, owner: string): OauthApplicationWithSecret {
  return { ...presentApplication(row, owner), clientSecret: secret };
}

export function presentGrant({ row, application }: ShownGrant): OauthGrant {
  const allows = [...readScope(row.scope).allows];
  return { id: row.id, application, scope: row.scope, allows, createdAt: row.created_at, usedAt: row.used_at };
}
