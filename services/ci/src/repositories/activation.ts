import type { Repository } from '@mosaic/contracts/gitea';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import { newTraceId } from '@mosaic/platform/http';
import { eachAlone } from '@mosaic/platform/lifecycle';
import { newToken, type Keyring } from '@mosaic/platform/secrets';
import { backoff, createKeyedQueue, pause } from '@mosaic/platform/waiting';

import type { CiTables } from '../db/schema.ts';
import type { Forge } from '../forge/forge-gateway.ts';
import { emitAudit } from '../pipelines/pipeline-facts.ts';
import { signHookToken } from './hook-token.ts';
import { repositoryMissing } from './repository-policy.ts';
import type { RepositoryRow } from './repository.ts';
import { getRepository } from './repository-reader.ts';
import { hookContext, upsertRepository } from './repository-writer.ts';

export interface ActivationDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  forge: Forge;
  keyring: Keyring;
  /** Where the forge's webhooks call; known once the service listens. */
  hookUrl: () => string;
}

/** Pauses before hooks that could not be checked are looked at again. */
const REPAIR_PAUSES_MS = { first: 500, last: 60_000 };

/** Turns CI on and off for a repository. One at a time per repository: two at once would leave two hooks. */
export class Activation {
  readonly #deps: ActivationDeps;
  readonly #queue = createKeyedQueue<number>();

  constructor(deps: ActivationDeps) {
    this.#deps = deps;
  }

  /** The forge's repository. @throws MosaicError (`not_found`), in the same words as for a hidden one. */
  async find(forgeId: number): Promise<Repository> {
    const found = await this.#deps.forge.repositoryById(forgeId);
    if (found === null) throw repositoryMissing();
    return found;
  }

  /** Idempotent: an active repository with its hook is answered as it is. */
  activate(found: Repository, cause: Cause): Promise<RepositoryRow> {
    return this.#queue(found.id, () => this.#activate(found, cause));
  }

  /** At a start: hooks of active repositories that call another address than ours now, or for less than we build, are mended. Tries again until all are. */
  async repairHooks(signal: AbortSignal, onFault: (error: unknown, repository: string) => void): Promise<void> {
    const { store, forge } = this.#deps;
    let left = await store.read((db) => db.selectFrom('repositories').selectAll().where('active', '=', 1).orderBy('id').execute());
    for (let failures = 1; left.length > 0 && !signal.aborted; failures++) {
      const failed: RepositoryRow[] = [];
      await eachAlone(
        left,
        async (row) => {
          if (signal.aborted) return;
          const found = await forge.repositoryById(row.forge_id);
          if (found !== null) await this.activate(found, { actor: 'mosaic-ci', traceId: newTraceId() });
        },
        (error, row) => {
          failed.push(row);
          onFault(error, `${row.owner}/${row.name}`);
        },
      );
      left = failed;
      if (left.length > 0) await pause(backoff(REPAIR_PAUSES_MS, failures), signal);
    }
  }

  /**
   * Waits until a repository is neither being turned on nor off: its hook calls as soon as the forge has it, which is before
   * its row here says that it is active.
   */
  async settled(forgeId: number): Promise<void> {
    await this.#queue(forgeId, async () => undefined);
  }

  /** Removes the hook; the pipelines stay. */
  deactivate(repository: RepositoryRow, cause: Cause): Promise<RepositoryRow> {
    return this.#queue(repository.forge_id, () => this.#deactivate(repository, cause));
  }

  async #activate(found: Repository, cause: Cause): Promise<RepositoryRow> {
    const { events, forge, keyring, hookUrl } = this.#deps;
    const repository = await events.transact((writer) => upsertRepository(writer, keyring, found));
    const prefix = `${hookUrl()}?access_token=`;
    if (repository.active === 1 && repository.hook_id !== 0) {
      const hook = await forge.hook(repository, repository.hook_id);
      if (hook?.isComplete === true && hook.url.startsWith(prefix)) return repository;
      if (hook !== null) {
        // Our own address has changed, e.g. with the ports, or we build more than when it was made: mended, not made anew, so that
        // deliveries under way arrive too.
        const token = new URL(hook.url).searchParams.get('access_token') ?? '';
        await forge.mendHook(repository, repository.hook_id, prefix + encodeURIComponent(token));
        return repository;
      }
    }
    // A crash after the hook was made and before its row would leave a second one: the old ones go first.
    for (const id of await forge.findHooks(repository, prefix)) await forge.removeHook(repository, id);
    const token = await signHookToken(found.id, keyring.open(hookContext('key', found.id), repository.hook_key));
    const hookId = await forge.addHook(repository, {
      url: prefix + token,
      secret: keyring.open(hookContext('secret', found.id), repository.hook_secret),
      // The first time, what was pushed before is built too, before what comes next.
      deliverEarlier: repository.last_number === 0,
    });
    return events.transact(async (writer) => {
      await writer.db
        .updateTable('repositories')
        .set({ active: 1, hook_id: hookId, updated_at: Date.now() })
        .where('id', '=', repository.id)
        .execute();
      emitAudit(writer.as(cause), { repository, operation: 'repository.activate' });
      return getRepository(writer.db, repository.id);
    });
  }

  async #deactivate(repository: RepositoryRow, cause: Cause): Promise<RepositoryRow> {
    const { events, forge, keyring } = this.#deps;
    if (repository.hook_id !== 0) {
      await forge.removeHook(repository, repository.hook_id).catch((cause: unknown) => {
        throw new MosaicError('unavailable', 'The webhook could not be removed at the forge; nothing was changed. Try again.', { cause });
      });
    }
    return events.transact(async (writer) => {
      await writer.db
        .updateTable('repositories')
        // A new key: tokens of the old hook are worth nothing from now on.
        .set({
          active: 0,
          hook_id: 0,
          hook_key: keyring.seal(hookContext('key', repository.forge_id), newToken()),
          updated_at: Date.now(),
        })
        .where('id', '=', repository.id)
        .execute();
      emitAudit(writer.as(cause), { repository, operation: 'repository.deactivate' });
      return getRepository(writer.db, repository.id);
    });
  }
}
