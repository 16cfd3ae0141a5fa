import { fromJson } from '@mosaic/platform/db';
import type { Selectable } from 'kysely';

import type { OwnerRow, TransferRow } from '../db/schema.ts';

/** Who is to own a repository. */
export interface Recipient {
  kind: OwnerRow['kind'];
  uid: number;
  login: string;
}

/** A repository that waits to be accepted. */
export interface Transfer {
  repositoryId: number;
  doer: { uid: number; login: string };
  recipient: Recipient;
  teamIds: number[];
  letRead: boolean;
}

export function transferOf(row: Selectable<TransferRow>): Transfer {
  return {
    repositoryId: row.repository_id,
    doer: { uid: row.doer_uid, login: row.doer },
    recipient: { kind: row.recipient_kind, uid: row.recipient_uid, login: row.recipient },
    teamIds: fromJson(row.team_ids),
    letRead: row.let_read === 1,
  };
}
