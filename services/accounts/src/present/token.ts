import type { Token } from '@mosaic/contracts/mosaic';
import { fromJson } from '@mosaic/platform/db';

import type { TokenRow } from '../db/schema.ts';

/** A token without its secret, which is nowhere stored. */
export function presentToken(row: TokenRow, login: string): Token {
  return {
    id: row.id,
    login,
    name: row.name,
    doors: fromJson(row.doors),
    grants: fromJson(row.grants),
    repositories: fromJson(row.repositories),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
