import { compileGlob, isGlob } from '@mosaic/contracts/gitea';
import { auditWritten } from '@mosaic/contracts/mosaic';
import { fromJson, isUniqueViolation, toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { Repository } from '../repositories/repository.ts';
import { branchRuleOf, type BranchRule } from './branch-rule.ts';
import { withTeams, type Named, type StoredRuleSettings } from './branch-rule-settings.ts';
import { tagRuleOf, type TagRule } from './tag-rule.ts';
import { teamRoster, type TeamRoster } from './team-roster.ts';

/** Rules of one repository at most, of either kind. */
const RULES_MAX = 100;

/** What a rule for tags says; teams by their ids. */
export interface TagRuleSettings {
  pattern: string;
  people: Named[];
  teams: number[];
}

/** Adds, changes and removes what protects branches and tags. */
export class ProtectionWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** @throws MosaicError `forbidden` for a name that has a rule, as in Gitea, `invalid_input`, `conflict`. */
  async addBranchRule(
    repository: Repository,
    { name, priority, settings }: { name: string; priority: number; settings: StoredRuleSettings },
    cause: Cause,
  ): Promise<BranchRule> {
    requireGlob(name, '/');
    requireSettings(settings);
    const taken = new MosaicError('forbidden', 'Branch protection already exist');
    return this.#change(repository, { operation: 'branch_protection.add', rule: name }, cause, async ({ db }) => {
      const present = await db.selectFrom('branch_rules').select(['name', 'priority']).where('repository_id', '=', repository.id).execute();
      if (present.some((rule) => rule.name === name)) throw taken;
      requireRoom(present.length);
      const now = Date.now();
      const roster = await teamRoster(db, repository.id);
      const last = Math.max(0, ...present.map((rule) => rule.priority));
      const { id } = await db
        .insertInto('branch_rules')
        .values({
          repository_id: repository.id,
          name,
          priority: priority === 0 ? last + 1 : priority,
          settings: toJson(withRoster(settings, roster)),
          created_at: now,
          updated_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
        .catch((error: unknown) => {
          throw isUniqueViolation(error) ? taken : error;
        });
      return branchRuleOf(await db.selectFrom('branch_rules').selectAll().where('id', '=', id).executeTakeFirstOrThrow(), roster);
    });
  }

  /** `change` gets the rule as it is when nobody else writes; teams that have left are no more in it. @throws MosaicError `not_found`, `invalid_input`. */
  async editBranchRule(
    repository: Repository,
    name: string,
    change: (rule: StoredRuleSettings & { priority: number }) => { priority: number; settings: StoredRuleSettings },
    cause: Cause,
  ): Promise<BranchRule> {
    return this.#change(repository, { operation: 'branch_protection.edit', rule: name }, cause, async ({ db }) => {
      const rows = db.selectFrom('branch_rules').selectAll().where('repository_id', '=', repository.id).where('name', '=', name);
      const found = await rows.executeTakeFirst();
      if (found === undefined) throw noRule(name);
      const roster = await teamRoster(db, repository.id);
      const kept = withTeams(fromJson(found.settings), (ids: readonly number[]) => [...ids]);
      const { priority, settings } = change({ ...kept, priority: found.priority });
      requireSettings(settings);
      await db
        .updateTable('branch_rules')
        .set({ priority, settings: toJson(withRoster(settings, roster)), updated_at: Date.now() })
        .where('id', '=', found.id)
        .execute();
      return branchRuleOf(await rows.executeTakeFirstOrThrow(), roster);
    });
  }

  /** @throws MosaicError `not_found`. */
  async removeBranchRule(repository: Repository, name: string, cause: Cause): Promise<void> {
    await this.#change(repository, { operation: 'branch_protection.remove', rule: name }, cause, async ({ db }) => {
      const rows = db.selectFrom('branch_rules').select('id').where('repository_id', '=', repository.id).where('name', '=', name);
      const found = await rows.executeTakeFirst();
      if (found === undefined) throw noRule(name);
      await db.deleteFrom('branch_rules').where('id', '=', found.id).execute();
    });
  }

  /** The first counts before the second; those that are not named keep their place, and ids of others are passed over, as in Gitea. */
  async orderBranchRules(repository: Repository, ids: readonly number[], cause: Cause): Promise<void> {
    await this.#change(repository, { operation: 'branch_protection.order', rule: ids.join(',') }, cause, async ({ db }) => {
      for (const [index, id] of ids.entries())
        await db
          .updateTable('branch_rules')
          .set({ priority: index + 1 })
          .where('id', '=', id)
          .where('repository_id', '=', repository.id)
          .execute();
    });
  }

  /** @throws MosaicError `forbidden` for a pattern that has a rule, `invalid_input`, `conflict`. */
  async addTagRule(repository: Repository, { pattern, people, teams }: TagRuleSettings, cause: Cause): Promise<TagRule> {
    requireGlob(pattern, '');
    return this.#change(repository, { operation: 'tag_protection.add', rule: pattern }, cause, async ({ db }) => {
      const present = await db.selectFrom('tag_rules').select('name_pattern').where('repository_id', '=', repository.id).execute();
      if (present.some((rule) => rule.name_pattern === pattern)) throw new MosaicError('forbidden', 'Tag protection already exist');
      requireRoom(present.length);
      const now = Date.now();
      const { id } = await db
        .insertInto('tag_rules')
        .values({
          repository_id: repository.id,
          name_pattern: pattern,
          people: toJson(people),
          teams: toJson(teams),
          created_at: now,
          updated_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const row = await db.selectFrom('tag_rules').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      return tagRuleOf(row, await teamRoster(db, repository.id));
    });
  }

  /** @throws MosaicError `not_found`, `invalid_input`. */
  async editTagRule(
    repository: Repository,
    id: number,
    change: { [Member in keyof TagRuleSettings]?: TagRuleSettings[Member] | undefined },
    cause: Cause,
  ): Promise<TagRule> {
    if (change.pattern !== undefined) requireGlob(change.pattern, '');
    return this.#change(repository, { operation: 'tag_protection.edit', rule: String(id) }, cause, async ({ db }) => {
      const rows = db.selectFrom('tag_rules').selectAll().where('repository_id', '=', repository.id).where('id', '=', id);
      const found = await rows.executeTakeFirst();
      if (found === undefined) throw noRule(String(id));
      const roster = await teamRoster(db, repository.id);
      const kept = tagRuleOf(found, roster);
      const { pattern, people, teams } = { ...kept, teams: kept.teams.map((team) => team.id), ...definedOf(change) };
      await db
        .updateTable('tag_rules')
        .set({ name_pattern: pattern, people: toJson([...people]), teams: toJson(teams), updated_at: Date.now() })
        .where('id', '=', id)
        .execute();
      return tagRuleOf(await rows.executeTakeFirstOrThrow(), roster);
    });
  }

  /** @throws MosaicError `not_found`. */
  async removeTagRule(repository: Repository, id: number, cause: Cause): Promise<void> {
    await this.#change(repository, { operation: 'tag_protection.remove', rule: String(id) }, cause, async ({ db }) => {
      const rows = db.selectFrom('tag_rules').select('id').where('repository_id', '=', repository.id).where('id', '=', id);
      if ((await rows.executeTakeFirst()) === undefined) throw noRule(String(id));
      await db.deleteFrom('tag_rules').where('id', '=', id).execute();
    });
  }

  #change<R>(
    repository: Repository,
    { operation, rule }: { operation: string; rule: string },
    cause: Cause,
    work: (writer: EventWriter<ForgeTables>) => Promise<R>,
  ): Promise<R> {
    return this.#events.transact(async (writer) => {
      const result = await work(writer);
      writer.as(cause).emit(auditWritten, { subject: repository.fullName, data: { operation, allowed: true, detail: { rule } } });
      return result;
    });
  }
}

function definedOf<T extends object>(change: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
}

function noRule(name: string): MosaicError {
  return new MosaicError('not_found', `There is no rule "${name.slice(0, 200)}".`);
}

function requireRoom(present: number): void {
  if (present >= RULES_MAX) throw new MosaicError('conflict', `A repository has at most ${RULES_MAX} of these rules; delete one first.`);
}

/** Teams that do not have the repository are passed over, as in Gitea. */
function withRoster(settings: StoredRuleSettings, roster: TeamRoster): StoredRuleSettings {
  return withTeams(settings, (ids) => ids.filter((id) => roster.has(id)));
}

function requireSettings({ checks, files }: StoredRuleSettings): void {
  for (const context of checks.contexts) requireGlob(context, '');
  for (const pattern of [...files.protected.split(';'), ...files.unprotected.split(';')]) requireGlob(pattern.trim(), './');
}

function requireGlob(pattern: string, separators: string): void {
  if (!isGlob(pattern)) return;
  try {
    compileGlob(pattern, separators);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new MosaicError('invalid_input', `"${pattern.slice(0, 200)}" is no pattern: ${error.message}.`, { cause: error });
  }
}
