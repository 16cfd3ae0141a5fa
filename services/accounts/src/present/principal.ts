import type { Principal } from '@mosaic/contracts/mosaic';

import type { PrincipalRow } from '../db/schema.ts';

/** A principal without its e-mail address unless the reader may see it. */
export function presentPrincipal(row: PrincipalRow, { withEmail }: { withEmail: boolean }): Principal {
  return {
    id: row.id,
    uid: row.uid,
    login: row.login,
    kind: row.kind,
    role: row.role,
    builtIn: row.built_in === 1,
    name: row.name,
    email: withEmail ? row.email : '',
    disabled: row.disabled === 1,
    createdAt: row.created_at,
  };
}
