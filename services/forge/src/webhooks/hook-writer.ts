import { auditWritten } from '@mosaic/contracts/mosaic';
import { toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import type { Keyring } from '@mosaic/platform/secrets';

import type { ForgeTables } from '../db/schema.ts';
import type { Repository } from '../repositories/repository.ts';
import { authorizationContext, hookOf, secretContext, type Hook } from './hook.ts';
import { HOOK_EVENTS } from './hook-events.ts';
import { parseHookUrl } from './hook-target.ts';

/** Hooks of one repository at most. */
const HOOKS_MAX = 50;

export interface HookChange {
  url?: string | undefined;
  secret?: string | undefined;
  /** Sent as `Authorization` with each delivery; empty takes it away. */
  authorization?: string | undefined;
  contentType?: 'json' | 'form' | undefined;
  events?: readonly string[] | undefined;
  branchFilter?: string | undefined;
  active?: boolean | undefined;
}

/** Adds, changes and removes webhooks; secrets are stored sealed. */
export class HookWriter {
  readonly #events: EventLog<ForgeTables>;
  readonly #keyring: Keyring;
  readonly #allowedHosts: readonly string[];

  constructor(ports: { events: EventLog<ForgeTables>; keyring: Keyring; allowedHosts: readonly string[] }) {
    this.#events = ports.events;
    this.#keyring = ports.keyring;
    this.#allowedHosts = ports.allowedHosts;
  }

  async add(repository: Repository, hook: HookChange & { url: string }, cause: Cause): Promise<Hook> {
    const events = this.#check(hook) ?? ['push'];
    const sealed = this.#sealed(repository.id, hook);
    return this.#events.transact(async ({ db, as }) => {
      const { total } = await db
        .selectFrom('hooks')
        .select((select) => select.fn.countAll<number>().as('total'))
        .where('repository_id', '=', repository.id)
        .executeTakeFirstOrThrow();
      if (total >= HOOKS_MAX) throw new MosaicError('conflict', `A repository has at most ${HOOKS_MAX} webhooks; delete one first.`);
      const now = Date.now();
      const { id } = await db
        .insertInto('hooks')
        .values({
          repository_id: repository.id,
          url: hook.url,
          secret: '',
          authorization_header: null,
          ...sealed,
          content_type: hook.contentType ?? 'json',
          events: toJson(events),
          branch_filter: hook.branchFilter ?? '',
          active: (hook.active ?? false) ? 1 : 0,
          created_at: now,
          updated_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const row = await db.selectFrom('hooks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      as(cause).emit(auditWritten, audit(repository, { operation: 'hook.add', hookId: row.id }));
      return hookOf(row);
    });
  }

  async edit(repository: Repository, hook: Hook, change: HookChange, cause: Cause): Promise<Hook> {
    const events = this.#check(change);
    const sealed = this.#sealed(repository.id, change);
    return this.#events.transact(async ({ db, as }) => {
      await db
        .updateTable('hooks')
        .set({
          url: change.url ?? hook.url,
          content_type: change.contentType ?? hook.contentType,
          events: toJson(events ?? hook.events),
          branch_filter: change.branchFilter ?? hook.branchFilter,
          active: (change.active ?? hook.active) ? 1 : 0,
          updated_at: Date.now(),
          ...sealed,
        })
        .where('id', '=', hook.id)
        .execute();
      as(cause).emit(auditWritten, audit(repository, { operation: 'hook.edit', hookId: hook.id }));
      return hookOf(await db.selectFrom('hooks').selectAll().where('id', '=', hook.id).executeTakeFirstOrThrow());
    });
  }

  /** Its deliveries go with it. */
  async remove(repository: Repository, hook: Hook, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('hooks').where('id', '=', hook.id).execute();
      as(cause).emit(auditWritten, audit(repository, { operation: 'hook.remove', hookId: hook.id }));
    });
  }

  #check({ url, events }: HookChange): string[] | undefined {
    if (url !== undefined) parseHookUrl(url, this.#allowedHosts);
    const unknown = events?.filter((event) => !HOOK_EVENTS.has(event)) ?? [];
    if (unknown.length > 0) throw new MosaicError('invalid_input', `There is no event "${unknown[0]?.slice(0, 50)}" for webhooks.`);
    return events === undefined || events.length === 0 ? undefined : [...new Set(events)];
  }

  /** The columns that are kept sealed, as far as the change names them. */
  #sealed(repositoryId: number, { secret, authorization }: HookChange): { secret?: string; authorization_header?: string | null } {
    const seal = (context: string, text: string) => this.#keyring.seal(context, text);
    return {
      ...(secret === undefined ? {} : { secret: secret === '' ? '' : seal(secretContext(repositoryId), secret) }),
      ...(authorization === undefined
        ? {}
        : { authorization_header: authorization === '' ? null : seal(authorizationContext(repositoryId), authorization) }),
    };
  }
}

function audit(repository: Repository, { operation, ...detail }: { operation: string; hookId: number }) {
  return { subject: repository.fullName, data: { operation, allowed: true, detail } };
}
