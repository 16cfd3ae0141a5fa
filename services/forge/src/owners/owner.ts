import type { Selectable } from 'kysely';

import type { OwnerRow } from '../db/schema.ts';

/** Whose name leads the address of a repository: a person, agent or service of accounts, or an organization. */
export interface Owner {
  id: number;
  kind: OwnerRow['kind'];
  /** Who that is at accounts; null for an organization. */
  principalId: string | null;
  /** The number that answers show; people and organizations share one series. */
  uid: number;
  name: string;
}

export function ownerOf(row: Selectable<OwnerRow>): Owner {
  return { id: row.id, kind: row.kind, principalId: row.principal_id, uid: row.uid, name: row.name };
}
