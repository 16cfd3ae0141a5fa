import type { Store } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';
import { verdictOfStatus, type BranchHistory } from './delivery-policy.ts';

/** Pipelines of a branch that are looked back at; those between may have been stopped. */
const LOOK_BACK = 50;

/** How the pipelines around one of a branch ended. */
export async function branchHistory(
  store: Store<CoreTables>,
  { repositoryId, branch, number }: { repositoryId: number; branch: string; number: number },
): Promise<Pick<BranchHistory, 'previous' | 'later'>> {
  return store.read(async (db) => {
    const ofBranch = db
      .selectFrom('pipelines')
      .select(['number', 'event', 'status'])
      .where('repository_id', '=', repositoryId)
      .where('branch', '=', branch);
    const before = await ofBranch.where('number', '<', number).orderBy('number', 'desc').limit(LOOK_BACK).execute();
    const after = await ofBranch.where('number', '>', number).where('status', '=', 'success').orderBy('number').limit(LOOK_BACK).execute();
    return {
      previous: before.map(({ status }) => verdictOfStatus(status)).find((verdict) => verdict !== null) ?? null,
      later: after.map(({ event }) => event),
    };
  });
}

/** Where the branch stood before the push that brought a commit; "" when core has not seen the push. */
export async function commitBefore(
  store: Store<CoreTables>,
  { repositoryId, ref, sha }: { repositoryId: number; ref: string; sha: string },
): Promise<string> {
  const row = await store.read((db) =>
    db
      .selectFrom('pushes')
      .select('before_sha')
      .where('repository_id', '=', repositoryId)
      .where('after_sha', '=', sha)
      .where('ref', '=', ref)
      .orderBy('time', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  return row?.before_sha ?? '';
}
