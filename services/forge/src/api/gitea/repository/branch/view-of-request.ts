import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import type { BranchView } from '../../../../present/commit.ts';
import { standingIn } from '../../../../protection/protection-policy.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import { reaches, type Level } from '../../../../repositories/repository-policy.ts';

/** What the asker sees of branches. */
export async function branchView(
  { protection }: Pick<ForgeContext, 'protection'>,
  { repository, caller, level }: { repository: Repository; caller: Caller; level: Level },
): Promise<BranchView> {
  const { branches } = await protection.reader.rules(repository.id);
  return { repository, standing: (branch) => standingIn(branches, caller, branch, reaches(level, 'write')) };
}
