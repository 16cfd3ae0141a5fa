import type { Door, Grant, Token } from '@mosaic/contracts/mosaic';

import type { TokenRow } from '../db/schema.ts';

/** A token without its secret, which is nowhere stored. */
export function presentToken(row: TokenRow, login: string): Token {
  return {
    id: row.id,
    login,
    name: row.name,
    doors: JSON.parse(row.doors) as Door[],
    grants: JSON.parse(row.grants) as Grant[],
    repositories: row.repositories === null ? null : (JSON.parse(row.repositories) as number[]),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
