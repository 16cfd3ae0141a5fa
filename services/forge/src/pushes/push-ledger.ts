import { randomUUID } from 'node:crypto';

import { refUpdated } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import { takeUp, type EventLog, type EventWriter } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { followPush } from '../pulls/follow-push.ts';
import { followTags } from '../releases/follow-tags.ts';
import { about, findRepository, type Repository } from '../repositories/repository.ts';
import { unlessDeleted } from '../repositories/deleted-meanwhile.ts';
import type { Command, MovedRef, OpenPush } from './push.ts';

/** What else the push did to its repository. */
export interface Outcome {
  /** Set when the repository takes this branch as its default. */
  defaultBranch: string | null;
  /** No ref is left. */
  empty: boolean;
}

export interface NewPush {
  kind: 'git' | 'api';
  repository: Repository;
  caller: Pick<Caller, 'uid' | 'login'>;
  traceId: string;
  commands: readonly Command[];
  /** What is written together with its row: why it is done, for who settles it. */
  along?: ((writer: EventWriter<ForgeTables>, pushId: string) => Promise<void>) | undefined;
}

/** The rows of pushes: one before git runs, settled together with the events once it is known what moved (docs/architecture.md#what-survives-kill--9). */
export class PushLedger {
  readonly #store: Store<ForgeTables>;
  readonly #events: EventLog<ForgeTables>;

  constructor(store: Store<ForgeTables>, events: EventLog<ForgeTables>) {
    this.#store = store;
    this.#events = events;
  }

  /** Work of a start on a push that a predecessor left open (`takeUp`). */
  takeUp<R>(push: OpenPush, work: () => Promise<R>): Promise<R> {
    return takeUp(this.#events, `push ${push.id}`, work);
  }

  /** Commits the push with its commands; from here on a crash is settled from the refs and the reflog. @throws MosaicError `not_found`. */
  async open({ kind, repository, caller, traceId, commands, along }: NewPush): Promise<OpenPush> {
    const push: OpenPush = {
      id: randomUUID(),
      kind,
      repository,
      actor: { uid: caller.uid, login: caller.login },
      traceId,
      startedAt: Date.now(),
      commands,
    };
    const write = this.#events.transact(async (writer) => {
      const { db } = writer;
      await db
        .insertInto('pushes')
        .values({
          id: push.id,
          repository_id: repository.id,
          kind,
          state: 'open',
          actor_uid: caller.uid,
          actor: caller.login,
          trace_id: traceId,
          started_at: push.startedAt,
          settled_at: null,
        })
        .execute();
      const rows = commands.map((command, position) => ({
        push_id: push.id,
        position,
        repository_id: repository.id,
        ref: command.ref,
        before_id: command.before,
        after_id: command.after,
        outcome: 'pending' as const,
      }));
      // SQLite takes at most 32,766 values in one statement.
      for (let at = 0; at < rows.length; at += 500)
        await db
          .insertInto('push_commands')
          .values(rows.slice(at, at + 500))
          .execute();
      await along?.(writer, push.id);
    });
    await unlessDeleted(write);
    return push;
  }

  /** One transaction: the outcome of each command, the repository, and one event for each ref that moved. Once only. */
  async settle(push: OpenPush, moved: readonly MovedRef[], outcome: Outcome): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db } = writer;
      const open = await db.selectFrom('pushes').select('state').where('id', '=', push.id).executeTakeFirst();
      if (open?.state !== 'open') return;
      await db.updateTable('pushes').set({ state: 'settled', settled_at: Date.now() }).where('id', '=', push.id).execute();
      await db.updateTable('push_commands').set({ outcome: 'refused' }).where('push_id', '=', push.id).execute();
      for (const ref of moved)
        await db
          .updateTable('push_commands')
          .set({ outcome: 'moved', before_id: ref.before, after_id: ref.after })
          .where('push_id', '=', push.id)
          .where(
            'position',
            '=',
            push.commands.findIndex((command) => command.ref === ref.ref),
          )
          .execute();
      const repository = await findRepository(db, push.repository.id);
      // Deleted while git was at work: nobody is left to be told.
      if (repository === undefined) return;
      if (moved.length > 0) await announce(writer, { repository, push, moved, ...outcome });
      await followPush(writer, { repository, push, moved });
      await followTags(writer, { repository, push, moved });
    });
  }

  /** The open pushes that a predecessor left, oldest first. */
  async leftOpen(): Promise<OpenPush[]> {
    return this.#store.read(async (db) => {
      const rows = await db.selectFrom('pushes').selectAll().where('state', '=', 'open').orderBy('started_at').execute();
      const found: OpenPush[] = [];
      for (const row of rows) {
        const repository = await findRepository(db, row.repository_id);
        if (repository === undefined) continue;
        const commands = await db.selectFrom('push_commands').selectAll().where('push_id', '=', row.id).orderBy('position').execute();
        found.push({
          id: row.id,
          kind: row.kind,
          repository,
          actor: { uid: row.actor_uid, login: row.actor },
          traceId: row.trace_id,
          startedAt: row.started_at,
          commands: commands.map((command) => ({ ref: command.ref, before: command.before_id, after: command.after_id })),
        });
      }
      return found;
    });
  }

  /** The repository as it is now; null when it has been deleted. */
  async current(repositoryId: number): Promise<Repository | null> {
    return this.#store.read(async (db) => (await findRepository(db, repositoryId)) ?? null);
  }

  /** Whether some later push started from what this command would have made, so that it must have been made. */
  async wasBuiltOn(repositoryId: number, command: Command): Promise<boolean> {
    return this.#store.read(async (db) => {
      const rows = await db
        .selectFrom('push_commands')
        .select('ref')
        .where('repository_id', '=', repositoryId)
        .where('before_id', '=', command.after)
        .where('outcome', '=', 'moved')
        .execute();
      return rows.some((row) => row.ref === command.ref);
    });
  }
}

async function announce(
  { db, as }: EventWriter<ForgeTables>,
  {
    repository: found,
    push,
    moved,
    defaultBranch,
    empty,
  }: { repository: Repository; push: OpenPush; moved: readonly MovedRef[] } & Outcome,
): Promise<void> {
  const repository = { ...found, updatedAt: Date.now(), empty, defaultBranch: defaultBranch ?? found.defaultBranch };
  const change = { updated_at: repository.updatedAt, empty: empty ? 1 : 0, default_branch: repository.defaultBranch };
  await db.updateTable('repositories').set(change).where('id', '=', repository.id).execute();
  const { emit } = as({ actor: push.actor.login, traceId: push.traceId });
  for (const ref of moved)
    emit(
      refUpdated,
      about(repository, {
        pushId: push.id,
        ref: ref.ref,
        before: ref.before,
        after: ref.after,
        forced: ref.forced,
        title: ref.title,
        defaultBranch: repository.defaultBranch,
        startedAt: push.startedAt,
      }),
    );
}
