import type { Selectable } from 'kysely';

import type { SshKeyRow } from '../db/schema.ts';

/** A key with which somebody comes in by SSH. */
export interface SshKey {
  id: number;
  principalId: string;
  uid: number;
  login: string;
  title: string;
  fingerprint: string;
  /** "ssh-ed25519 AAAA… comment". */
  line: string;
  createdAt: number;
  usedAt: number | null;
}

/** A key that opens one repository, by its own id; `keyId` is the same in each repository that takes it. */
export interface DeployKey {
  id: number;
  keyId: number;
  repositoryId: number;
  title: string;
  fingerprint: string;
  line: string;
  readOnly: boolean;
  createdAt: number;
}

export function keyOfRow(row: Selectable<SshKeyRow>): SshKey {
  return {
    id: row.id,
    principalId: row.principal_id ?? '',
    uid: row.uid,
    login: row.login,
    title: row.title,
    fingerprint: row.fingerprint,
    line: row.line,
    createdAt: row.created_at,
    usedAt: row.used_at,
  };
}
