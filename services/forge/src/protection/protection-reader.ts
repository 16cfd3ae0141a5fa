import type { Reader, Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { branchRuleOf, type BranchRule } from './branch-rule.ts';
import { ruleFor } from './protection-policy.ts';
import { tagRuleOf, type TagRule } from './tag-rule.ts';
import { teamRoster, type TeamRoster } from './team-roster.ts';

export interface ProtectionRules {
  branches: BranchRule[];
  tags: TagRule[];
}

export class ProtectionReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** Those for branches in the order in which they count. */
  async rules(repositoryId: number): Promise<ProtectionRules> {
    return this.#store.read(async (db) => {
      const tags = await db.selectFrom('tag_rules').selectAll().where('repository_id', '=', repositoryId).orderBy('id').execute();
      const roster = await teamRoster(db, repositoryId);
      return { branches: await branchRules(db, repositoryId, roster), tags: tags.map((row) => tagRuleOf(row, roster)) };
    });
  }

  /** The rule that counts for a branch. */
  async ruleFor(repositoryId: number, branch: string): Promise<BranchRule | null> {
    return ruleFor((await this.rules(repositoryId)).branches, branch);
  }
}

/** In the order in which they count. */
export async function branchRules(db: Reader<ForgeTables>, repositoryId: number, known?: TeamRoster): Promise<BranchRule[]> {
  const rules = await db
    .selectFrom('branch_rules')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .orderBy('priority')
    .orderBy('id')
    .execute();
  if (rules.length === 0) return [];
  const roster = known ?? (await teamRoster(db, repositoryId));
  return rules.map((row) => branchRuleOf(row, roster));
}
