import type { Selectable } from 'kysely';

import type { CollaboratorRow } from '../db/schema.ts';

export type Permission = CollaboratorRow['permission'];

/** Somebody to whom the owner of a repository gave a permission. */
export interface Collaborator {
  principalId: string;
  uid: number;
  login: string;
  permission: Permission;
}

export function collaboratorOf(row: Selectable<CollaboratorRow>): Collaborator {
  return { principalId: row.principal_id, uid: row.uid, login: row.login, permission: row.permission };
}
