import type { Selectable } from 'kysely';

import type { OwnerRow } from '../db/schema.ts';

export type Visibility = Selectable<OwnerRow>['visibility'];

/** Whose name leads the address of a repository: a person, agent or service of accounts, or an organization. */
export interface Owner {
  id: number;
  kind: OwnerRow['kind'];
  /** Who that is at accounts; null for an organization. */
  principalId: string | null;
  /** The number that answers show; people and organizations share one series. */
  uid: number;
  name: string;
  /** Who may know of it: everybody, everybody who is signed in, its members. Every person is public. */
  visibility: Visibility;
}

export function ownerOf({ id, kind, principal_id, uid, name, visibility }: Selectable<OwnerRow>): Owner {
  return { id, kind, principalId: principal_id, uid, name, visibility };
}
