import { createToken, getPrincipal, nativeCalls, revokeToken, type CreatedToken, type NativeCalls } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventLog } from '@mosaic/platform/events';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import type { CiTables } from '../db/schema.ts';

export interface CloneTokensDeps {
  accounts: Send;
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  log: Log;
}

/** Read-only credentials for clones: minted for one workflow and one repository, revoked when it is over. */
export class CloneTokens {
  readonly #deps: CloneTokensDeps;
  readonly #accounts: NativeCalls;

  constructor(deps: CloneTokensDeps) {
    this.#deps = deps;
    this.#accounts = nativeCalls(deps.accounts);
  }

  /** Throws `unavailable` when accounts does not answer. */
  async mint(
    workflowId: number,
    { forgeId, expiresInSeconds }: { forgeId: number; expiresInSeconds: number },
  ): Promise<{ username: string; password: string }> {
    let minted: CreatedToken;
    try {
      minted = await this.#accounts.call(createToken, {
        body: {
          name: `clone of workflow ${workflowId}`,
          doors: ['forge'],
          grants: ['forge:repository:read'],
          repositories: [forgeId],
          expiresInSeconds,
        },
      });
    } catch (cause) {
      throw new MosaicError('unavailable', 'No credential for the clone could be had from accounts; the workflow waits.', { cause });
    }
    await this.#deps.events.transact(async ({ db }) => {
      await db.insertInto('clone_tokens').values({ token_id: minted.id, workflow_id: workflowId, created_at: Date.now() }).execute();
    });
    return { username: 'mosaic-ci', password: minted.token };
  }

  /** Revokes those of one workflow. What fails now is tried at the next start. */
  async revoke(workflowId: number): Promise<void> {
    await this.#revoke(
      await this.#deps.store.read((db) => db.selectFrom('clone_tokens').select('token_id').where('workflow_id', '=', workflowId).execute()),
    );
  }

  /** At start: revokes those of workflows that nobody runs any more. */
  async revokeLeft(): Promise<void> {
    await this.#revoke(
      await this.#deps.store.read((db) =>
        db
          .selectFrom('clone_tokens')
          .select('token_id')
          .where('workflow_id', 'not in', db.selectFrom('queue').select('workflow_id').where('state', '=', 'leased'))
          .execute(),
      ),
    );
  }

  async #revoke(rows: readonly { token_id: string }[]): Promise<void> {
    const { events, log } = this.#deps;
    await eachAlone(
      rows,
      async ({ token_id: id }) => {
        await this.#accounts.callOrNull(revokeToken, { id });
        await events.transact(async ({ db }) => {
          await db.deleteFrom('clone_tokens').where('token_id', '=', id).execute();
        });
      },
      (error, { token_id: id }) => log.warn({ err: error, tokenId: id }, 'a clone credential could not be revoked; it expires by itself'),
    );
  }

  /** Whether the login is an administrator, whose workflows may run where the machine refuses the fence. False when in doubt. */
  async isAdministrator(login: string): Promise<boolean> {
    try {
      return (await this.#accounts.callOrNull(getPrincipal, { login }))?.role === 'administrator';
    } catch (error) {
      this.#deps.log.warn({ err: error, login }, 'accounts could not say who started a workflow; it runs as an ordinary one');
      return false;
    }
  }
}
